/** Alerts of which nothing new came, looked at again: what is due, what was silent, what another alert kept silent. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import type { EntityQuery } from '../entity.ts'
import { defineOperation } from '../operation.ts'
import { keepEpisodes } from './episode-keep.ts'
import { evaluateGroups } from './evaluate.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { Job } from './job.ts'
import { alertLimits } from './limits.ts'
import type { AlertItem } from './record.ts'
import { runSlice, slicesOf } from './run.ts'
import {
  activeAlertShards,
  alertEntity,
  dueAlerts,
  inhibitedAlerts,
  mutedAlerts,
  type StoredEpisode,
  unmutedAlerts,
} from './store.ts'

type Query = Omit<EntityQuery, 'limit' | 'cursor'>

/** The first of each shard, as many as one look takes: the rest is found by the next. */
async function listed(ctx: Context, queryOf: (shard: number) => Query): Promise<readonly AlertItem[]> {
  const limit = Math.ceil(alertLimits.duePerTick.value / activeAlertShards)
  const pages = await Promise.all(
    Array.from({ length: activeAlertShards }, (_, shard) => alertEntity.query(ctx.store, { ...queryOf(shard), limit })),
  )
  return pages.flatMap(({ items }) => items)
}

async function lookAt(ctx: Context, alerts: readonly AlertItem[]): Promise<number> {
  const jobs = alerts.map(({ fingerprint }): Job => ({ kind: 'due', fingerprint: fingerprint as Fingerprint }))
  const episodes: StoredEpisode[] = []
  let sourceEnded = false
  for (const slice of slicesOf(jobs)) {
    const ran = await runSlice(ctx, slice)
    episodes.push(...ran.episodes)
    sourceEnded ||= ran.sourceEnded
  }
  await keepEpisodes(ctx, `look-${ctx.nowMs}`, episodes)
  if (sourceEnded) await relookInhibited(ctx)
  return alerts.length
}

/** An alert that kept others silent is over: whether anything else still does is asked at once. */
export async function relookInhibited(ctx: Context): Promise<void> {
  await lookAt(ctx, await listed(ctx, inhibitedAlerts))
}

export interface Looked {
  readonly alerts: number
}

/** Once a minute: what waits for a time, and the groups. Nothing waits for the next alert. */
export const tick = /* @__PURE__ */ defineOperation(
  { name: 'alert.tick', summary: 'Look at what is due, and evaluate the groups', input: z.object({}), allowedTo: [] },
  async (ctx): Promise<Looked> => {
    const due = await listed(ctx, (shard) => dueAlerts(shard, ctx.nowMs))
    const unmuted = await listed(ctx, (shard) => unmutedAlerts(shard, ctx.nowMs))
    const alerts = await lookAt(ctx, [...due, ...unmuted])
    await evaluateGroups(ctx)
    return { alerts }
  },
)

/** What is muted changed: everything that is silent is asked again whether it still is. */
export const relook = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.relook',
    summary: 'Ask of every silent alert whether it still is',
    input: z.object({}),
    allowedTo: [],
  },
  async (ctx): Promise<Looked> => {
    const muted = await listed(ctx, mutedAlerts)
    const inhibited = await listed(ctx, inhibitedAlerts)
    const alerts = await lookAt(ctx, [...muted, ...inhibited])
    await evaluateGroups(ctx)
    return { alerts }
  },
)
