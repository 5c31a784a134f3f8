/** Taking ticks in: sorted by their own time, each once, and folded when none can come before it any more. */
import { convict } from './convict.ts'
import type { Gate } from './gate.ts'
import { foldMetric, metricStart } from './metric.ts'
import type { Tick } from './tick.ts'
import { type MetricState, type WaveFactsInput, type WaveState, waveFactsSchema } from './wave.ts'

/** A wave before its first tick. */
export function begin(gate: Gate, input: WaveFactsInput): WaveState {
  const facts = waveFactsSchema.parse(input)
  const metrics: Record<string, MetricState> = {}
  for (const metric of gate.metrics) metrics[metric.id] = metricStart(metric, facts)
  return {
    version: 1,
    gate,
    facts,
    metrics,
    held: [],
    foldedUntilMs: facts.startMs,
    folded: 0,
    late: 0,
    duplicates: 0,
    outside: 0,
    conviction: null,
  }
}

/** The state after one more tick. The same set of ticks gives the same state in any order within the held window. */
export function observe(state: WaveState, tick: Tick): WaveState {
  const { startMs, endMs } = tick
  if (!Number.isFinite(startMs) || !(endMs > startMs) || startMs < state.facts.startMs)
    return { ...state, outside: state.outside + 1 }
  if (startMs < state.foldedUntilMs) return { ...state, late: state.late + 1 }
  return release(hold(state, tick), state.gate.lateTicks)
}

function hold(state: WaveState, tick: Tick): WaveState {
  const place = state.held.findIndex((held) => held.startMs >= tick.startMs)
  const at = place < 0 ? state.held.length : place
  const twin = state.held[at]
  if (twin === undefined || twin.startMs !== tick.startMs) {
    return { ...state, held: state.held.toSpliced(at, 0, tick) }
  }
  return { ...state, duplicates: state.duplicates + 1, held: state.held.with(at, fuller(twin, tick)) }
}

/** Of two ticks for the same time the one that knows more, so that the order of arrival does not matter. */
function fuller(a: Tick, b: Tick): Tick {
  const [weightA, weightB] = [knowledge(a), knowledge(b)]
  if (weightA !== weightB) return weightA > weightB ? a : b
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b
}

function knowledge(tick: Tick): number {
  let known = 0
  for (const metric of Object.values(tick.metrics)) {
    if (!('missing' in metric)) known += 1e15 + (metric.canary[0] ?? 0) + (metric.stable[0] ?? 0)
  }
  return known
}

/** Folds held ticks, oldest first, until `keep` are left. */
export function release(state: WaveState, keep: number): WaveState {
  let current = state
  while (current.held.length > keep) {
    const [tick, ...held] = current.held
    if (tick === undefined) break
    current = { ...fold(current, tick), held }
  }
  return current
}

function fold(state: WaveState, tick: Tick): WaveState {
  const { gate, facts } = state
  const metrics: Record<string, MetricState> = {}
  for (const metric of gate.metrics) {
    const before = state.metrics[metric.id] ?? metricStart(metric, facts)
    metrics[metric.id] = foldMetric(before, metric, tick, facts)
  }
  return {
    ...state,
    metrics,
    foldedUntilMs: tick.endMs,
    folded: state.folded + 1,
    conviction: state.conviction ?? convict(gate, facts, metrics, tick.endMs),
  }
}

/** Whether the ticks so far, held ones included, convict: the short form of `decide` for those who only ask this. */
export const isHarmful = (state: WaveState): boolean => release(state, 0).conviction !== null
