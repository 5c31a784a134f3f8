/** One tick of the judge over every wave under judgement: read in batches, decide purely, write, end the waits that are over. */
import * as z from 'zod'
import { commit, commitConflict, commitContended } from '../commit.ts'
import type { Context } from '../context.ts'
import { Judge } from '../judge/index.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { MetricReading } from '../port/metrics.ts'
import { changeRelease, happened } from './change.ts'
import { waveUndecided } from './event.ts'
import { readWaves } from './reading.ts'
import type { ReleaseItem } from './release.ts'
import { activeWaveShards, activeWaves, releaseEntity, waveEntity } from './store.ts'
import { decideWait } from './undecided.ts'
import { decideOutcome, isTooSoon } from './verdict.ts'
import type { WaveItem } from './wave.ts'
import { endWave, forgetWave, isAwaited, keepWave, settleWave } from './wave-end.ts'
import { waveFacts } from './wave-plan.ts'

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
    const awaited = active.filter(({ wave, release }) => isAwaited(wave, release))
    const due = awaited.filter(({ wave }) => wave.outcome === undefined && !isTooSoon(wave, ctx.nowMs))
    const readings = await readWaves(ctx, due)
    const decided = awaited.filter(({ wave }) => wave.outcome !== undefined)
    // Releases that went on without the judge: taken back while it was dead, or before they waited for it.
    const left = active.filter(({ wave, release }) => !isAwaited(wave, release))
    const results = await Promise.allSettled([
      ...due.map((judged, index) => judgeWave(ctx, judged, readings[index] ?? [])),
      ...decided.map(({ wave }) => settleWave(ctx, wave)),
      ...left.map(({ wave }) => forgetWave(ctx, wave)),
    ])
    const failures = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failures) ctx.log.error('a wave could not be judged', { error: reason })
    return { active: awaited.length, judged: due.length, failed: failures.length }
  },
)

/** Waves and their releases as they stand: the index may lag, the items do not. */
async function listActive(ctx: Context): Promise<Judged[]> {
  const limit = limits.activeWavesPerShard.value
  const shards = Array.from({ length: activeWaveShards }, (_, shard) => activeWaves(shard))
  const listed = await Promise.all(shards.map((pk) => waveEntity.queryAll(ctx.store, { index: 'gsi1', pk, limit })))
  const keys = listed.flat()
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
      await goOn(ctx, release, next, verdict)
      if (next.taskToken !== undefined) await ctx.ports.workflow.heartbeat(next.taskToken)
      return
    }
    await endWave(ctx, release, next, end)
  } catch (error) {
    // The machine gave its token meanwhile, or another tick came first: the next one goes on from there.
    if (!commitConflict.is(error) && !commitContended.is(error)) throw error
  }
}

/** The wave is not over: it is written, and where its soak is, what it waits for is said once. */
async function goOn(ctx: Context, release: ReleaseItem, wave: WaveItem, verdict: Judge.Verdict): Promise<void> {
  const writes = keepWave(wave, ticksPerEvidenceItem)
  const wait = decideWait(verdict, wave, release, ctx.nowMs)
  if (wait === undefined || verdict.outcome !== 'undecided') return void (await commit(ctx, { writes }))
  const { kind, untilMs } = wait
  const { sentence, reason, need, worstCase, findings } = verdict
  const numbers = { sentence, reason, need, worstCase, findings: [...findings] }
  const event = happened(waveUndecided, {
    ...waveFacts(release, wave.index),
    waitsFor: kind,
    untilMs,
    verdict: numbers,
  })
  await changeRelease(ctx, release.id, () => ({ facts: { waitsFor: wait }, event, writes }))
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
