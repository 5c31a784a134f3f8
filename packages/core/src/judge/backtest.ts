/** Trying a gate over recorded series before trusting it: what would have been said, and when. */
import * as z from 'zod'
import { decide } from './decide.ts'
import type { Gate } from './gate.ts'
import { begin, observe } from './observe.ts'
import type { MetricTick, Tick } from './tick.ts'
import type { Verdict } from './verdict.ts'
import { dispersionSchema, waveFactsSchema } from './wave.ts'

/** A recorder's numbers: null where it has none, and anything else that is no number stays itself to be named later. */
const exposureSchema = z.array(z.union([z.number(), z.null(), z.string()])).nullable()
const seriesSchema = z.array(exposureSchema)

export const historySchema = z.strictObject({
  id: z.string().default('history'),
  tickSeconds: z.number().positive(),
  startMs: z.number().default(0),
  /** The canary's share; where it is left out, what the series show. */
  weightPercent: waveFactsSchema.shape.weightPercent.optional(),
  nextWeightPercent: waveFactsSchema.shape.nextWeightPercent,
  /** Where it is left out, the length of the series. */
  soakMs: waveFactsSchema.shape.soakMs.optional(),
  expectedRps: waveFactsSchema.shape.expectedRps.default(0),
  reactionMs: waveFactsSchema.shape.reactionMs,
  errorBudget: waveFactsSchema.shape.errorBudget,
  dispersion: z.record(z.string(), dispersionSchema).default({}),
  metrics: z.record(z.string(), z.strictObject({ canary: seriesSchema, stable: seriesSchema })),
})
export type HistoryInput = z.input<typeof historySchema>
type History = z.output<typeof historySchema>

export interface BacktestResult {
  readonly id: string
  readonly verdict: Verdict
  /** Ticks until the verdict, counted from 1. */
  readonly tick: number
}

const numbersOf = (exposure: readonly (number | string | null)[]): readonly number[] =>
  exposure.map((value) => (typeof value === 'number' ? value : Number.NaN))

function metricTick(series: History['metrics'][string], index: number): MetricTick {
  const canary = series.canary[index]
  const stable = series.stable[index]
  if (canary == null || stable == null) {
    const arm = canary == null ? (stable == null ? 'both arms' : 'canary') : 'stable'
    return { missing: 'no-data', detail: `${arm}: no row for the tick` }
  }
  return { canary: numbersOf(canary), stable: numbersOf(stable) }
}

/** The recorded ticks, starting at `startMs`. */
export function ticksOf(history: History, startMs: number): readonly Tick[] {
  const lengths = Object.values(history.metrics).flatMap(({ canary, stable }) => [canary.length, stable.length])
  const tickMs = history.tickSeconds * 1_000
  return Array.from({ length: Math.max(0, ...lengths) }, (_, index) => ({
    startMs: startMs + index * tickMs,
    endMs: startMs + (index + 1) * tickMs,
    metrics: Object.fromEntries(Object.entries(history.metrics).map(([id, series]) => [id, metricTick(series, index)])),
  }))
}

/** The canary's share as the series show it, in percent; 1 where they show nothing. */
function shareOf(ticks: readonly Tick[]): number {
  let [canary, all] = [0, 0]
  for (const tick of ticks) {
    for (const metric of Object.values(tick.metrics)) {
      if ('missing' in metric) continue
      const [c = 0, f = 0] = [metric.canary[0], metric.stable[0]]
      if (!(c >= 0 && f >= 0)) continue
      canary += c
      all += c + f
    }
  }
  return canary > 0 && canary < all ? (100 * canary) / all : 1
}

/** Judges the series tick by tick: stops at harm, else gives the verdict after the last tick. */
export function backtest(gate: Gate, input: HistoryInput): BacktestResult {
  const history = historySchema.parse(input)
  const { startMs, nextWeightPercent, expectedRps, reactionMs, errorBudget, dispersion } = history
  const ticks = ticksOf(history, startMs)
  const tickMs = history.tickSeconds * 1_000
  let state = begin(gate, {
    weightPercent: history.weightPercent ?? shareOf(ticks),
    nextWeightPercent,
    startMs,
    soakMs: history.soakMs ?? ticks.length * tickMs,
    tickMs,
    expectedRps,
    reactionMs,
    carry: { dispersion },
    ...(errorBudget !== undefined && { errorBudget }),
  })
  for (const [index, tick] of ticks.entries()) {
    state = observe(state, tick)
    const verdict = decide(state, tick.endMs)
    if (verdict.outcome === 'harm') return { id: history.id, verdict, tick: index + 1 }
  }
  const verdict = decide(state, startMs + ticks.length * tickMs)
  return { id: history.id, verdict, tick: ticks.length }
}
