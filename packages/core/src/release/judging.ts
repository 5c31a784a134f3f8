/** One tick of the judge over every wave that is due: read in batches, decide purely, write, end the waits that are over. */
import * as z from 'zod'
import { secondMs } from '../clock.ts'
import { commit, commitConflict, commitContended } from '../commit.ts'
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import { defineOperation } from '../operation.ts'
import type { MetricReading } from '../port/metrics.ts'
import { changeRelease, happened } from './change.ts'
import { waveUndecided } from './event.ts'
import { beat, isTicking, type Judged, lookAgain, readLooks } from './look.ts'
import { type ReadingWindow, readingWindow, readWaves } from './reading.ts'
import type { ReleaseItem } from './release.ts'
import { decideWait } from './undecided.ts'
import { decideOutcome } from './verdict.ts'
import type { WaveItem } from './wave.ts'
import { endWave, forgetWave, isAwaited, keepWave, settleWave } from './wave-end.ts'
import { waveFacts } from './wave-plan.ts'

/** Ticks that wait in the wave's own item before they become an evidence item. */
const ticksPerEvidenceItem = 40

/**
 * Looks at every wave that is due. `active` says whether there is more to do within this minute: waves that are due again before the
 * next minute's ticks begin, or that could not be dealt with now.
 */
export const judgeActiveWaves = /* @__PURE__ */ defineOperation(
  { name: 'release.judge-active-waves', summary: 'Judge every wave that is due', input: z.object({}), allowedTo: [] },
  async (ctx): Promise<{ active: number; judged: number; failed: number }> => {
    const { due, soon } = await readLooks(ctx)
    const awaited = due.filter(({ wave, release }) => isAwaited(wave, release))
    const open = awaited.filter(({ wave }) => wave.outcome === undefined)
    const windows = open.map(({ wave }) => readingWindow(wave, ctx.nowMs))
    const ready = open.flatMap((judged, index) => {
      const window = windows[index]
      return window === undefined ? [] : [{ ...judged, window }]
    })
    const readings = await readWaves(ctx, ready)
    const decided = awaited.filter(({ wave }) => wave.outcome !== undefined)
    // Releases that went on without the judge: taken back while it was dead, or before they waited for it.
    const left = due.filter(({ wave, release }) => !isAwaited(wave, release))
    const results = await Promise.allSettled([
      ...ready.map((judged, index) => judgeWave(ctx, judged, readings[index] ?? [])),
      ...decided.map(({ wave }) => settleWave(ctx, wave)),
      ...left.map(({ wave }) => forgetWave(ctx, wave)),
    ])
    const failures = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failures) ctx.log.error('a wave could not be judged', { error: reason })
    const again = results.filter((result) => result.status === 'fulfilled' && result.value === 'soon').length
    const active = soon + again + failures.length + (open.length - ready.length)
    await beat(ctx, active > 0)
    return { active, judged: ready.length, failed: failures.length }
  },
)

interface Ready extends Judged {
  readonly window: ReadingWindow
}

/** `soon` where the wave is due again before the next minute's ticks begin. */
async function judgeWave(ctx: Context, ready: Ready, readings: readonly MetricReading[]): Promise<'soon' | 'later'> {
  const { wave, release } = ready
  const { next, state, verdict } = observe(ctx, ready, readings)
  const end = decideOutcome(verdict, next, release, ctx.nowMs)
  try {
    if (end === undefined) {
      await goOn(ctx, release, next, verdict)
      if (next.taskToken !== undefined) await ctx.ports.workflow.heartbeat(next.taskToken)
      return await lookAgain(ctx, wave, Judge.nextLookMs(state.facts, verdict, ctx.nowMs))
    }
    await endWave(ctx, release, next, end)
    return 'later'
  } catch (error) {
    // The machine gave its token meanwhile, or another tick came first: the next one goes on from there.
    if (!commitConflict.is(error) && !commitContended.is(error)) throw error
    return 'soon'
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
function observe(ctx: Context, { wave, window }: Ready, readings: readonly MetricReading[]) {
  const before = JSON.parse(wave.judge) as Judge.WaveState
  const { ticks, cursor } = Judge.intake(
    before.gate,
    readings,
    { ...window, tickMs: before.facts.tickMs, isOneTick: true },
    JSON.parse(wave.counters) as Judge.Cursor,
  )
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
  return { next, state, verdict }
}

/** Short: a machine of this name that has ended already leaves a new wave to the next minute's. */
const togetherMs = 2 * secondMs

/** Starts the judge's ticks where none are running: a wave that has started must not wait for the next minute. */
export const wakeJudge = /* @__PURE__ */ defineOperation(
  {
    name: 'release.wake-judge',
    summary: "Start the judge's ticks",
    input: z.object({}),
    allowedTo: [],
  },
  async (ctx): Promise<{ kind: 'ticking' | 'started' }> => {
    if (await isTicking(ctx)) return { kind: 'ticking' }
    // Waves that start together are looked at together: a hundred machines would do the work of one, and get in each other's way.
    await ctx.ports.workflow.start('judge-ticks', `woken-${Math.floor(ctx.nowMs / togetherMs)}`, {})
    return { kind: 'started' }
  },
)
