/** Begins and ends watches, and looks at all of them once per tick. */
import * as z from 'zod'
import { commit, commitConflict, commitContended } from '../commit.ts'
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { MetricReading } from '../port/metrics.ts'
import { type ReleaseItem, releaseIdSchema } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import * as Rollback from '../rollback/surface.ts'
import { decideWatch, tickIsHarm, tickMs, type WatchDecision, watchGate } from './decide.ts'
import { watchBlind, watchEnded } from './event.ts'
import type { HoldItem } from './hold.ts'
import { lookAtHolds } from './hold-operation.ts'
import { watchLimits } from './limits.ts'
import { ticksOf } from './reading.ts'
import { activeWatches, holdEntity, holdsOfRelease, watchEntity, watchShards } from './store.ts'
import { ownContext, told } from './tell.ts'
import type { WatchItem } from './watch.ts'

/** A release has completed: it is watched. Harmless when repeated, and nothing where it is taken back already or asks for no watch. */
export const begin = /* @__PURE__ */ defineOperation(
  {
    name: 'watch.begin',
    summary: 'Watch a completed release',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: [],
  },
  async (ctx, { releaseId }): Promise<{ watching: boolean }> => {
    const release = await Release.fromId(ctx, releaseId)
    if (release.state !== 'completed' || release.watch === 0) return { watching: false }
    if ((await watchEntity.get(ctx.store, { releaseId })) !== undefined) return { watching: true }
    const last = (await Release.listWaves(ctx, releaseId)).at(-1)
    const carry = last === undefined ? '{}' : JSON.stringify(Judge.carry(JSON.parse(last.judge) as Judge.WaveState))
    const startedAtMs = release.completedAtMs ?? ctx.nowMs
    const watch: WatchItem = {
      revision: 0,
      releaseId,
      state: 'watching',
      startedAtMs,
      endsAtMs: startedAtMs + release.watch,
      carry,
      judge: '',
      counters: '{}',
      readUntilMs: ctx.nowMs,
      harmTicks: 0,
      seenAtMs: ctx.nowMs,
      blindTold: false,
      sentence: '',
    }
    try {
      await commit(ctx, { writes: [watchEntity.create(begunAnew(watch, release, ctx.nowMs))] })
    } catch (error) {
      // The same event came twice at once: the other one began it.
      if (!commitConflict.is(error)) throw error
    }
    return { watching: true }
  },
)

/** The watch without any evidence, from this instant on. What was counted until now stays known. */
function begunAnew(watch: WatchItem, release: ReleaseItem, nowMs: number): WatchItem {
  const { gate, errorBudget, expectedRps } = Release.gateOf(release)
  const facts = { weightPercent: 100, startMs: nowMs, soakMs: 0, tickMs, expectedRps, errorBudget }
  const carry = JSON.parse(watch.carry) as Judge.Carry
  const state = Judge.begin(watchGate(gate, release.watch), { ...facts, carry })
  return { ...watch, judge: JSON.stringify(state), harmTicks: 0 }
}

interface Watched {
  readonly wave: WatchItem
  readonly release: ReleaseItem
}

export const watchReleases = /* @__PURE__ */ defineOperation(
  {
    name: 'watch.tick',
    summary: 'Look once at every release that has completed, or waits at a gate between two waves',
    input: z.object({}),
    allowedTo: [],
  },
  async (ctx): Promise<{ active: number; failed: number }> => {
    const active = await listActive(ctx)
    const due = active.filter(({ wave }) => ctx.nowMs - wave.readUntilMs >= tickMs / 2)
    const [readings, targets] = await Promise.all([
      Release.readWaves(ctx, due),
      Release.targetsNow(
        ctx,
        due.map(({ release }) => release),
      ),
    ])
    const results = await Promise.allSettled(
      due.map((watched, index) => look(ctx, watched, readings[index] ?? [], targets[index])),
    )
    const failures = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failures) ctx.log.error('a release could not be watched', { error: reason })
    const held = await lookAtHolds(ctx)
    // Holds are looked at with each minute's first look: only those that failed are looked for again within it.
    return { active: active.length + held.failed, failed: failures.length + held.failed }
  },
)

/** Watches and their releases as they stand: the index may lag, the items do not. */
async function listActive(ctx: Context): Promise<Watched[]> {
  const limit = watchLimits.activeWatchesPerShard.value
  const shards = Array.from({ length: watchShards }, (_, shard) => activeWatches(shard))
  const listed = await Promise.all(shards.map((pk) => watchEntity.queryAll(ctx.store, { index: 'gsi1', pk, limit })))
  const keys = listed.flat()
  const [watches, releases] = await Promise.all([
    watchEntity.batchGet(ctx.store, keys),
    Release.fromIds(
      ctx,
      keys.map(({ releaseId }) => releaseId),
    ),
  ])
  return watches.flatMap((wave) => {
    const release = wave && releases.get(wave.releaseId)
    return wave?.state === 'watching' && release !== undefined ? [{ wave, release }] : []
  })
}

async function look(
  ctx: Context,
  { wave: watch, release }: Watched,
  readings: readonly MetricReading[],
  target: Release.TargetNow | undefined,
) {
  const before = JSON.parse(watch.judge) as Judge.WaveState
  const window = { startMs: watch.readUntilMs, endMs: ctx.nowMs, tickMs }
  const { ticks, cursor } = ticksOf(before, readings, window, watch.counters)
  const state = ticks.reduce(Judge.observe, before)
  const verdict = Judge.decide(state, ctx.nowMs)
  const seen: WatchItem = {
    ...watch,
    judge: JSON.stringify(state),
    counters: JSON.stringify(cursor),
    readUntilMs: ticks.at(-1)?.endMs ?? watch.readUntilMs,
    sentence: verdict.sentence,
    seenAtMs: ticks.some((tick) => hasNumbers(tick)) ? ctx.nowMs : watch.seenAtMs,
  }
  const decision = decideWatch(
    {
      watch: seen,
      release,
      serving: target?.serving,
      heldByAnother: target?.heldBy !== undefined && target.heldBy !== release.id,
      verdict,
      tickIsHarm: tickIsHarm(state, ticks.at(-1)),
    },
    ctx.nowMs,
  )
  try {
    await act(ctx, release, seen, decision)
  } catch (error) {
    // Another tick came first: the next one goes on from there.
    if (!commitConflict.is(error) && !commitContended.is(error)) throw error
  }
}

const hasNumbers = ({ metrics }: Judge.Tick): boolean => Object.values(metrics).some((metric) => !('missing' in metric))

async function act(ctx: Context, release: ReleaseItem, seen: WatchItem, decision: WatchDecision): Promise<void> {
  switch (decision.kind) {
    case 'end':
      return end(ctx, release, seen, decision.outcome, decision.sentence)
    case 'pause':
      return commit(ctx, {
        writes: [
          watchEntity.replace({ ...begunAnew(seen, release, ctx.nowMs), readUntilMs: ctx.nowMs, seenAtMs: ctx.nowMs }),
        ],
      }).then(() => undefined)
    case 'breach': {
      const cause = { kind: 'verdict' as const, id: 'watch' }
      const asked = { releaseId: release.id, why: decision.sentence.slice(0, 1_000), cause }
      const { kind, sentence = '' } = await Rollback.request(ownContext(ctx, release), asked)
      const refused = kind === 'refused' ? ` It could not be taken back: ${sentence}` : ''
      return end(ctx, release, seen, 'breach', `${decision.sentence}${refused}`)
    }
    case 'go-on': {
      const kept = { ...seen, harmTicks: decision.harmTicks, blindTold: seen.blindTold || decision.tellBlind }
      const next = decision.restart ? begunAnew(kept, release, seen.readUntilMs) : kept
      const events = decision.tellBlind ? [told(ctx, release, kept, watchBlind, { sentence: kept.sentence })] : []
      await commit(ctx, { writes: [watchEntity.replace(next)], events })
    }
  }
}

async function end(
  ctx: Context,
  release: ReleaseItem,
  watch: WatchItem,
  outcome: NonNullable<WatchItem['outcome']>,
  sentence: string,
): Promise<void> {
  const ended: WatchItem = { ...watch, state: 'ended', outcome, sentence, endedAtMs: ctx.nowMs }
  const events = [told(ctx, release, watch, watchEnded, { outcome, sentence })]
  await commit(ctx, { writes: [watchEntity.replace(ended)], events })
}

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'watch.get',
    summary: 'How a release is doing while it is watched: completed, or waiting at a gate between two waves',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { releaseId }): Promise<{ watch?: WatchItem; holds: readonly HoldItem[] }> => {
    const [watch, holds] = await Promise.all([
      watchEntity.get(ctx.store, { releaseId }),
      holdEntity.queryAll(ctx.store, { ...holdsOfRelease(releaseId), limit: limits.wavesPerRelease.value }),
    ])
    return { ...(watch !== undefined && { watch }), holds }
  },
)
