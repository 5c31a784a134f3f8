/** Begins to look at releases that wait at a gate between two waves, looks at all of them every minute, and takes back what breaks. */
import { commit, commitConflict, commitContended } from '../commit.ts'
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import type { MetricReading } from '../port/metrics.ts'
import type { ReleaseItem, WaveItem } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import * as Rollback from '../rollback/surface.ts'
import { decideHold, type HoldDecision, holdGate, holdTickMs, isHeldIn } from './decide-hold.ts'
import { watchBlind } from './event.ts'
import type { HoldItem } from './hold.ts'
import { watchLimits } from './limits.ts'
import { activeHolds, holdEntity, watchShards } from './store.ts'
import { ownContext, told } from './tell.ts'

interface Held {
  readonly hold: HoldItem
  readonly release: ReleaseItem
}

/** Harmless when called more often: what is not due is left alone. */
export async function lookAtHolds(ctx: Context): Promise<{ failed: number }> {
  const known = await listActive(ctx)
  await beginHolds(ctx, known)
  const due = known.flatMap((held) => {
    const window = Release.readingWindow(held.hold, ctx.nowMs)
    return window === undefined && isHeldIn(held.release, held.hold.waveIndex) ? [] : [{ ...held, window }]
  })
  const readable = due.map(({ hold, release, window = { startMs: ctx.nowMs, endMs: ctx.nowMs } }) => ({
    wave: hold,
    release,
    window,
  }))
  const readings = await Release.readWaves(ctx, readable)
  const results = await Promise.allSettled(due.map((held, index) => look(ctx, held, readings[index] ?? [])))
  const failures = results.filter((result) => result.status === 'rejected')
  for (const { reason } of failures) ctx.log.error('a held release could not be judged', { error: reason })
  return { failed: failures.length }
}

/** Holds and their releases as they stand: the index may lag, the items do not. */
async function listActive(ctx: Context): Promise<readonly Held[]> {
  const limit = watchLimits.activeWatchesPerShard.value
  const shards = Array.from({ length: watchShards }, (_, shard) => activeHolds(shard))
  const keys = (
    await Promise.all(shards.map((pk) => holdEntity.queryAll(ctx.store, { index: 'gsi1', pk, limit })))
  ).flat()
  const [holds, releases] = await Promise.all([
    holdEntity.batchGet(ctx.store, keys),
    Release.fromIds(
      ctx,
      keys.map(({ releaseId }) => releaseId),
    ),
  ])
  return holds.flatMap((hold) => {
    const release = hold && releases.get(hold.releaseId)
    return hold?.state === 'watching' && release !== undefined ? [{ hold, release }] : []
  })
}

/** Releases that wait at a gate behind a wave, and are not looked at yet. */
async function beginHolds(ctx: Context, known: readonly Held[]): Promise<void> {
  const waiting = await Release.listHeldPassages(ctx, watchLimits.heldPassages.value)
  const unknown = waiting.filter(
    ({ releaseId, waveIndex }) =>
      waveIndex > 0 && !known.some(({ hold }) => hold.releaseId === releaseId && hold.waveIndex === waveIndex - 1),
  )
  if (unknown.length === 0) return
  const releases = await Release.fromIds(
    ctx,
    unknown.map(({ releaseId }) => releaseId),
  )
  const held = unknown.flatMap(({ releaseId, waveIndex }) => {
    const release = releases.get(releaseId)
    return release !== undefined && isHeldIn(release, waveIndex - 1) ? [release] : []
  })
  const waves = await Release.wavesOf(ctx, held)
  const results = await Promise.allSettled(
    held.map(async (release) => {
      const wave = waves.get(release.id)?.find(({ index }) => index === release.waveIndex)
      if (wave !== undefined) await beginHold(ctx, release, wave)
    }),
  )
  for (const result of results)
    if (result.status === 'rejected') ctx.log.error('a held release is not judged', { error: result.reason })
}

async function beginHold(ctx: Context, release: ReleaseItem, wave: WaveItem): Promise<void> {
  const state = JSON.parse(wave.judge) as Judge.WaveState
  const { tickMs: sourceTickMs } = Release.sourcePaceOf(release.metrics)
  // On the grid of the source's own periods, as the wave was.
  const readUntilMs = wave.readUntilMs + Math.floor((ctx.nowMs - wave.readUntilMs) / sourceTickMs) * sourceTickMs
  const hold: HoldItem = {
    revision: 0,
    releaseId: release.id,
    waveIndex: wave.index,
    weightPercent: wave.weightPercent,
    state: 'watching',
    startedAtMs: ctx.nowMs,
    carry: JSON.stringify(Judge.carry(state)),
    judge: '',
    counters: '{}',
    readUntilMs,
    seenAtMs: ctx.nowMs,
    blindTold: false,
    sentence: '',
  }
  try {
    await commit(ctx, { writes: [holdEntity.create(begunAnew(hold, release, readUntilMs))] })
  } catch (error) {
    // Two ticks at once: the other one began it.
    if (!commitConflict.is(error)) throw error
  }
}

/** The hold without any evidence, from this instant on. What the wave learnt of the stable fleet stays known. */
function begunAnew(hold: HoldItem, release: ReleaseItem, startMs: number): HoldItem {
  const { gate, errorBudget, expectedRps } = Release.gateOf(release)
  const pace = Release.sourcePaceOf(release.metrics)
  const ownTickMs = Math.ceil(holdTickMs / pace.tickMs) * pace.tickMs
  const state = Judge.begin(holdGate(gate, ownTickMs), {
    weightPercent: hold.weightPercent,
    startMs,
    soakMs: 0,
    tickMs: ownTickMs,
    lagMs: pace.lagMs,
    expectedRps,
    errorBudget,
    carry: JSON.parse(hold.carry) as Judge.Carry,
  })
  return { ...hold, judge: JSON.stringify(state) }
}

async function look(
  ctx: Context,
  { hold, release, window }: Held & { window: Release.ReadingWindow | undefined },
  readings: readonly MetricReading[],
) {
  const before = JSON.parse(hold.judge) as Judge.WaveState
  const { ticks, cursor } =
    window === undefined
      ? { ticks: [], cursor: JSON.parse(hold.counters) as Judge.Cursor }
      : Judge.intake(
          before.gate,
          readings,
          { ...window, tickMs: before.facts.tickMs, isOneTick: true },
          JSON.parse(hold.counters) as Judge.Cursor,
        )
  const state = ticks.reduce(Judge.observe, before)
  const verdict = Judge.decide(state, ctx.nowMs)
  const seen: HoldItem = {
    ...hold,
    judge: JSON.stringify(state),
    counters: JSON.stringify(cursor),
    readUntilMs: ticks.at(-1)?.endMs ?? hold.readUntilMs,
    sentence: verdict.sentence,
    seenAtMs: ticks.some(hasCanaryTraffic) ? ctx.nowMs : hold.seenAtMs,
  }
  try {
    await act(ctx, release, seen, ticks.at(-1), decideHold({ hold: seen, release, verdict }, ctx.nowMs))
  } catch (error) {
    // Another tick came first: the next one goes on from there.
    if (!commitConflict.is(error) && !commitContended.is(error)) throw error
  }
}

const hasCanaryTraffic = ({ metrics }: Judge.Tick): boolean =>
  Object.values(metrics).some((metric) => !('missing' in metric) && (metric.canary[0] ?? 0) > 0)

async function act(
  ctx: Context,
  release: ReleaseItem,
  seen: HoldItem,
  latest: Judge.Tick | undefined,
  decision: HoldDecision,
): Promise<void> {
  const ended = { ...seen, state: 'ended' as const, endedAtMs: ctx.nowMs }
  switch (decision.kind) {
    case 'end':
      return void (await commit(ctx, { writes: [holdEntity.replace({ ...ended, outcome: 'left' })] }))
    case 'harm': {
      const why = decision.sentence.slice(0, 1_000)
      // Asked for first: where that fails, the next look asks again.
      await Rollback.request(ownContext(ctx, release), {
        releaseId: release.id,
        why,
        cause: { kind: 'verdict', id: 'hold' },
      })
      return void (await commit(ctx, { writes: [holdEntity.replace({ ...ended, outcome: 'harm', sentence: why })] }))
    }
    case 'go-on': {
      const kept = { ...seen, blindTold: seen.blindTold || decision.tellBlind }
      const next = decision.restart ? fromLatest(kept, release, latest) : kept
      const events = decision.tellBlind ? [told(ctx, release, kept, watchBlind, { sentence: kept.sentence })] : []
      await commit(ctx, { writes: [holdEntity.replace(next)], events })
    }
  }
}

/** Begun anew with the latest tick alone: a canary that falls silent after it is then known to have had traffic. */
function fromLatest(hold: HoldItem, release: ReleaseItem, latest: Judge.Tick | undefined): HoldItem {
  if (latest === undefined || !hasCanaryTraffic(latest)) return hold
  const anew = begunAnew(hold, release, latest.startMs)
  return { ...anew, judge: JSON.stringify(Judge.observe(JSON.parse(anew.judge) as Judge.WaveState, latest)) }
}
