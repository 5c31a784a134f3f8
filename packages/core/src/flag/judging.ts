/** A flag's wave under the judge: those who have it against those who have it not, at the same time. */
import { minuteMs } from '../clock.ts'
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import type { MetricReading } from '../port/metrics.ts'
import * as Release from '../release/surface.ts'
import { gatesOf } from './experiment.ts'
import { type FlagItem, wavesOf } from './item.ts'

export const flagTickMs = minuteMs

/** How a service labels what it counts: by the flag's key and whether the caller had it. */
export const variantLabels = (key: string) => ({ version: `${key}:on`, stableVersion: `${key}:off` })

/** The judge's states from this instant on; empty where no wave is under way. */
export function beginJudging(
  flag: FlagItem,
  nowMs: number,
): Pick<FlagItem, 'judge' | 'better' | 'counters' | 'readUntilMs'> {
  const wave = wavesOf(flag)[flag.waveIndex]
  if (wave === undefined) return { judge: undefined, better: undefined, counters: '{}', readUntilMs: nowMs }
  const { gate, errorBudget, expectedRps } = Release.gateOf(flag)
  // A wave of audiences alone has no share of its own.
  const weightPercent = wave.percent > 0 ? wave.percent : 1
  const facts = { weightPercent, startMs: nowMs, soakMs: wave.soakMs, tickMs: flagTickMs, expectedRps, errorBudget }
  const { experiment } = flag
  const gates = experiment && gatesOf(experiment)
  return {
    judge: JSON.stringify(Judge.begin(gates?.worse ?? gate, facts)),
    better: gates && JSON.stringify(Judge.begin(gates.better, facts)),
    counters: '{}',
    readUntilMs: nowMs,
  }
}

/** The readings of each flag, in the flags' order; none for one without a wave. */
export function readFlags(ctx: Context, flags: readonly FlagItem[]): Promise<readonly (readonly MetricReading[])[]> {
  return Release.readWaves(
    ctx,
    flags.map((flag) => ({
      wave: {
        judge: flag.judge ?? JSON.stringify(Judge.begin(nothingToJudge, emptyFacts)),
        readUntilMs: flag.readUntilMs,
      },
      release: {
        service: flag.service,
        target: { region: 'local' },
        metrics: flag.metrics,
        ...variantLabels(flag.key),
      },
    })),
  )
}

const nothingToJudge = Judge.gateSchema.parse({ name: 'none', metrics: [{ id: 'none' }] })
const emptyFacts = { weightPercent: 1, startMs: 0, soakMs: 0, expectedRps: 0 }

/** The flag after what was read now, and the judge's word on its wave. */
export function observeFlag(flag: FlagItem, readings: readonly MetricReading[], nowMs: number) {
  if (flag.judge === undefined) return { next: flag, verdict: undefined, states: undefined }
  const before = JSON.parse(flag.judge) as Judge.WaveState
  const window = { startMs: flag.readUntilMs, endMs: nowMs, tickMs: flagTickMs }
  const { ticks, cursor } = Judge.intake(before.gate, readings, window, JSON.parse(flag.counters) as Judge.Cursor)
  const worse = ticks.reduce(Judge.observe, before)
  const better =
    flag.better === undefined ? undefined : ticks.reduce(Judge.observe, JSON.parse(flag.better) as Judge.WaveState)
  const next: FlagItem = {
    ...flag,
    judge: JSON.stringify(worse),
    better: better && JSON.stringify(better),
    counters: JSON.stringify(cursor),
    readUntilMs: ticks.at(-1)?.endMs ?? flag.readUntilMs,
  }
  return { next, verdict: Judge.decide(worse, nowMs), states: better && { worse, better } }
}
