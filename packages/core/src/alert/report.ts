/** What each alarm was worth: episodes judged by people, the weekly list, and what is stored of each alarm by the week. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import { commit } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { type AlarmAdvice, type AlarmReport, type Episode, reportAlarms, weeklyAdvice } from './analytics.ts'
import { alertLimits } from './limits.ts'
import { fromFingerprint } from './lookup.ts'
import { commitUnits } from './run.ts'
import {
  alarmWeekEntity,
  alarmWeeks,
  episodeBatchEntity,
  episodesOf,
  groupAnswerEntity,
  type StoredEpisode,
} from './store.ts'

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const
const weekMs = 7 * dayMs

/** What a responder says an episode was worth: the only thing that no machine knows. */
export const judge = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.judge',
    summary: 'Say whether an alert was worth its page, and what ended it',
    input: z.object({
      alert: z.string(),
      outcome: z.enum(['actionable', 'false-positive']),
      resolution: z.string().max(500).optional(),
    }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { alert: fingerprint, outcome, resolution }): Promise<{ readonly judged: StoredEpisode }> => {
    const alert = await fromFingerprint(ctx, fingerprint)
    const { name, service = alert.history.content.source } = alert.history.content
    const found = (await episodesBetween(ctx, ctx.nowMs - weekMs, ctx.nowMs)).findLast(
      (episode) => episode.fingerprint === fingerprint,
    )
    const episode = alert.episode ?? found
    const judged: StoredEpisode = {
      ...(found ?? { fingerprint, service, name }),
      openedMs: episode?.openedMs ?? alert.sinceMs,
      suppressed: episode?.suppressed ?? 0,
      paged: episode?.paged ?? false,
      outcome,
      ...(resolution !== undefined && { resolution }),
    }
    const item = { revision: 0, id: `judged-${fingerprint}`, atMs: ctx.nowMs, episodes: [judged] }
    await commit(ctx, { writes: [episodeBatchEntity.overwrite(item)] })
    return { judged }
  },
)

/** Days are read whole; of two records of one episode the later one knows more. */
async function episodesBetween(ctx: Context, fromMs: number, toMs: number): Promise<readonly StoredEpisode[]> {
  const byEpisode = new Map<string, StoredEpisode>()
  for (let atMs = fromMs; atMs < toMs + dayMs; atMs += dayMs) {
    const query = { ...episodesOf(atMs), limit: alertLimits.episodesPerDay.value }
    for (const { episodes } of await episodeBatchEntity.queryAll(ctx.store, query))
      for (const episode of episodes) {
        const key = `${episode.fingerprint} ${episode.openedMs}`
        byEpisode.set(key, { ...byEpisode.get(key), ...episode })
      }
  }
  return [...byEpisode.values()]
}

const asEpisode = (stored: StoredEpisode): Episode => {
  const { resolvedMs, acknowledgedMs, outcome, resolution, fingerprint: _, groupId: __, ...rest } = stored
  return {
    ...rest,
    ...(resolvedMs !== undefined && { resolvedMs }),
    ...(acknowledgedMs !== undefined && { acknowledgedMs }),
    ...(outcome !== undefined && { outcome }),
    ...(resolution !== undefined && { resolution }),
  }
}

/** Somebody answered a page for a group: the first answer counts. Harmless when repeated. */
export const noteAnswer = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.note-answer',
    summary: 'Note when somebody answered for a group of alerts first',
    input: z.object({ groupId: z.string().optional(), atMs: z.int() }),
    allowedTo: [],
  },
  async (ctx, { groupId, atMs }): Promise<void> => {
    if (groupId === undefined) return
    const known = await groupAnswerEntity.get(ctx.store, { groupId })
    if (known !== undefined && known.atMs <= atMs) return
    await commit(ctx, { writes: [groupAnswerEntity.overwrite({ revision: 0, groupId, atMs })] })
  },
)

export interface WeeklyReport {
  readonly fromMs: number
  readonly toMs: number
  /** Alarms to fix or delete, the worst first. */
  readonly advice: readonly AlarmAdvice[]
  readonly alarms: readonly AlarmReport[]
}

export const weekly = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.weekly',
    summary: 'The alarms of the last week: what each was worth, and which to fix or delete',
    input: z.object({ untilMs: z.int().optional() }),
    allowedTo: readers,
  },
  async (ctx, { untilMs: toMs = ctx.nowMs }): Promise<WeeklyReport> => {
    const fromMs = toMs - weekMs
    const episodes = (await episodesBetween(ctx, fromMs, toMs)).map(asEpisode)
    const week = episodes.filter(({ openedMs }) => openedMs >= fromMs && openedMs < toMs)
    return { fromMs, toMs, advice: weeklyAdvice(week, toMs), alarms: reportAlarms(week) }
  },
)

/** Once a week: each alarm's figures are stored for as long as Houston is. The same week again gives the same items. */
export const storeWeek = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.store-week',
    summary: 'Store what each alarm was worth in the week that ended',
    input: z.object({}),
    allowedTo: [],
  },
  async (ctx): Promise<{ readonly alarms: number }> => {
    const weekEndMs = Math.floor(ctx.nowMs / dayMs) * dayMs
    const { alarms } = await weekly(ctx, { untilMs: weekEndMs })
    const units = alarms.map((alarm) => ({
      writes: [
        alarmWeekEntity.overwrite({
          ...alarm,
          resolutions: alarm.resolutions.slice(0, 20).map((one) => ({ ...one })),
          weekEndMs,
          revision: 0,
        }),
      ],
      events: [],
    }))
    await commitUnits(ctx, units)
    return { alarms: alarms.length }
  },
)

export const history = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.history',
    summary: 'What an alarm was worth, week by week',
    input: z.object({ service: z.string(), name: z.string() }),
    allowedTo: readers,
  },
  async (ctx, { service, name }) => ({
    weeks: await alarmWeekEntity.queryAll(ctx.store, { ...alarmWeeks(service, name), limit: 600 }),
  }),
)
