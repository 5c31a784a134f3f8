/** One tick of the judge over every wave under judgement: read in batches, decide purely, write, end the waits that are over. */
import * as z from 'zod'
import { commit, commitConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { Judge } from '../judge/index.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { MetricReading } from '../port/metrics.ts'
import type { TableWrite } from '../port/table.ts'
import { changeRelease, happened } from './change.ts'
import { waveJudged } from './event.ts'
import { readWaves } from './reading.ts'
import type { Reason, ReleaseItem } from './release.ts'
import { activeWaveShards, activeWaves, evidenceEntity, releaseEntity, waveEntity } from './store.ts'
import { decideOutcome, isTooSoon, type WaveEnd } from './verdict.ts'
import type { WaveItem } from './wave.ts'
import { waveFacts } from './wave-operation.ts'

/** Ticks that wait in the wave's own item before they become an evidence item. */
const ticksPerEvidenceItem = 40

export interface Judged {
  readonly release: ReleaseItem
  readonly wave: WaveItem
}

export const judgeActiveWaves = defineOperation(
  { name: 'release.judge-active-waves', summary: 'Judge every active wave once', input: z.object({}), allowedTo: [] },
  async (ctx): Promise<{ active: number; judged: number; failed: number }> => {
    const active = await listActive(ctx)
    const due = active.filter(({ wave }) => wave.outcome === undefined && !isTooSoon(wave, ctx.nowMs))
    const readings = await readWaves(ctx, due)
    const decided = active.filter(({ wave }) => wave.outcome !== undefined)
    const results = await Promise.allSettled([
      ...due.map((judged, index) => judgeWave(ctx, judged, readings[index] ?? [])),
      ...decided.map(({ wave }) => settle(ctx, wave)),
    ])
    const failures = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failures) ctx.log.error('a wave could not be judged', { error: reason })
    return { active: active.length, judged: due.length, failed: failures.length }
  },
)

/** Waves and their releases as they stand: the index may lag, the items do not. */
async function listActive(ctx: Context): Promise<Judged[]> {
  const limit = limits.queryPageItems.value
  const shards = Array.from({ length: activeWaveShards }, (_, shard) => activeWaves(shard))
  const pages = await Promise.all(shards.map((pk) => waveEntity.query(ctx.store, { index: 'gsi1', pk, limit })))
  const keys = pages.flatMap(({ items }) => items)
  const [waves, releases] = await Promise.all([
    waveEntity.batchGet(ctx.store, keys),
    releaseEntity.batchGet(
      ctx.store,
      keys.map(({ releaseId }) => ({ id: releaseId })),
    ),
  ])
  return waves.flatMap((wave, index) => {
    const release = releases[index]
    return wave?.judging === true && release !== undefined ? [{ wave, release }] : []
  })
}

async function judgeWave(ctx: Context, { wave, release }: Judged, readings: readonly MetricReading[]): Promise<void> {
  const { next, verdict } = observe(ctx, wave, readings)
  const end = decideOutcome(verdict, next, release, ctx.nowMs)
  try {
    if (end === undefined) {
      await commit(ctx, { writes: keep(next, ticksPerEvidenceItem) })
      if (next.taskToken !== undefined) await ctx.ports.workflow.heartbeat(next.taskToken)
      return
    }
    await recordEnd(ctx, release, next, end)
  } catch (error) {
    // The machine gave its token meanwhile, or another tick came first: the next one goes on from there.
    if (!commitConflict.is(error)) throw error
    return
  }
  await settle(
    ctx,
    { ...next, outcome: end.outcome, verdict: JSON.stringify(verdict), ticks: [], revision: next.revision + 1 },
    end.reason,
  )
}

/** The wave after what was read now. */
function observe(ctx: Context, wave: WaveItem, readings: readonly MetricReading[]) {
  const before = JSON.parse(wave.judge) as Judge.WaveState
  const window = { startMs: wave.readUntilMs, endMs: ctx.nowMs, tickMs: before.facts.tickMs }
  const { ticks, cursor } = Judge.intake(before.gate, readings, window, JSON.parse(wave.counters) as Judge.Cursor)
  const stored = ticks.map((tick) => Judge.storedTick(before.gate, tick))
  const state = stored.reduce(Judge.observe, before)
  const verdict = Judge.decide(state, ctx.nowMs)
  const next: WaveItem = {
    ...wave,
    judge: JSON.stringify(state),
    counters: JSON.stringify(cursor),
    readUntilMs: ticks.at(-1)?.endMs ?? wave.readUntilMs,
    ticks: [...wave.ticks, ...stored.map((tick) => Judge.packTick(before.gate, tick))],
    verdict: JSON.stringify(verdict),
    judgedAtMs: ctx.nowMs,
    seenAtMs: verdict.outcome === 'blind' ? wave.seenAtMs : ctx.nowMs,
  }
  return { next, verdict }
}

/** The wave's write, and its ticks as an evidence item once there are more than `most`. */
function keep(wave: WaveItem, most: number): TableWrite[] {
  if (wave.ticks.length <= most) return [waveEntity.replace(wave)]
  const { releaseId, index, evidenceParts: part, ticks } = wave
  return [
    waveEntity.replace({ ...wave, ticks: [], evidenceParts: part + 1 }),
    evidenceEntity.create({ releaseId, index, part, ticks, revision: 0 }),
  ]
}

/** The outcome is on record, with its event, before the machine hears of it. */
async function recordEnd(
  ctx: Context,
  release: ReleaseItem,
  wave: WaveItem,
  { outcome, reason }: WaveEnd,
): Promise<void> {
  const facts = waveFacts(release, wave.index)
  await changeRelease(ctx, release.id, () => ({
    facts: {},
    event: happened(waveJudged, { ...facts, outcome, reason }),
    writes: keep({ ...wave, outcome, reason, endedAtMs: ctx.nowMs }, 0),
  }))
}

/** Ends the machine's wait. Repeated at each tick until it is known to have happened; a token that is gone has done its work. */
async function settle(ctx: Context, wave: WaveItem, known?: Reason): Promise<void> {
  const { taskToken, outcome, ...rest } = wave
  if (taskToken === undefined || outcome === undefined) return
  const reason = known ?? wave.reason ?? { code: outcome, sentence: outcome }
  await ctx.ports.workflow.succeed(taskToken, { outcome, reason: { ...reason } })
  const current = await waveEntity.get(ctx.store, { releaseId: rest.releaseId, index: rest.index })
  if (current?.taskToken !== taskToken) return
  const { taskToken: _, ...ended } = current
  await commit(ctx, { writes: [waveEntity.replace({ ...ended, judging: false })] })
}
