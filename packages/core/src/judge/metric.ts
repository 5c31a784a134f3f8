/** One metric through one wave: its state, how a tick changes it, and the evidence that it holds. */
import { boundedStart, foldBounded, logBoundedEvidence } from './bounded.ts'
import { countStart, foldCount, foldCountAtCeiling, harmWeights, safeWeights } from './count.ts'
import { isThin } from './dispersion.ts'
import { checkedTick, pairOf, sameArms } from './exposure.ts'
import type { GateMetric } from './gate.ts'
import { foldMean, logMeanEvidence, meanStart } from './mean.ts'
import { logMixture } from './mixture.ts'
import { wavePhi } from './phi.ts'
import { type BlindCause, isMissing, type Measured, type Tick } from './tick.ts'
import type { MetricState, WaveFacts } from './wave.ts'

export function metricStart(metric: GateMetric, facts: WaveFacts): MetricState {
  const sums =
    metric.kind === 'count'
      ? countStart(facts.carry.dispersion[metric.id])
      : metric.kind === 'mean'
        ? meanStart
        : boundedStart
  return {
    sums,
    canary: [0, 0],
    stable: [0, 0],
    ticks: 0,
    coveredMs: 0,
    lastUsableMs: facts.startMs,
    missing: {},
    lastMissing: null,
    lastDetail: '',
    allBad: [0, 0],
    signal: 0,
    silent: [0, 0],
    alike: 0,
    stableRecent: 0,
  }
}

/** The share that a metric must not pass where no stable fleet is left; undefined where nobody ever said or saw one. */
export function ceilingOf(metric: GateMetric, facts: WaveFacts): number | undefined {
  if (metric.kind !== 'count') return undefined
  const reference = facts.carry.reference[metric.id]
  if (metric.ceiling !== undefined) return metric.ceiling
  if (reference === undefined) return undefined
  return metric.harmIs === 'up' ? Math.min(1, reference * 2 + metric.minimumHarm) : reference / 2
}

export const hasControl = (facts: WaveFacts): boolean => facts.weightPercent < 100

/** Whether this wave can judge the metric at all: beside a stable fleet, or against a ceiling. */
export const isJudged = (metric: GateMetric, facts: WaveFacts): boolean =>
  hasControl(facts) || ceilingOf(metric, facts) !== undefined

const unusable = (state: MetricState, cause: BlindCause, detail: string): MetricState => ({
  ...state,
  missing: { ...state.missing, [cause]: (state.missing[cause] ?? 0) + 1 },
  lastMissing: cause,
  lastDetail: detail.slice(0, 120),
})

/** One tick more of one metric. */
export function foldMetric(state: MetricState, metric: GateMetric, tick: Tick, facts: WaveFacts): MetricState {
  const checked = checkedTick(tick.metrics[metric.id], metric)
  if (isMissing(checked)) return unusable(state, checked.missing, checked.detail ?? '')
  const [c, x] = pairOf(checked.canary)
  const [f, y] = pairOf(checked.stable)
  const control = f > 0 || !hasControl(facts)
  if (c <= 0 && f <= 0) return unusable(state, 'no-traffic', 'neither arm had a request')
  if (!control) return unusable(state, 'no-stable-traffic', 'the stable arm had no request')
  const silent = silence(state, c, f, facts)
  if (c <= 0 && silent[1] >= 20) {
    return { ...unusable(state, 'no-canary-traffic', 'the canary had no request'), silent }
  }
  return {
    ...state,
    sums: foldSums(state, metric, checked, facts),
    canary: [state.canary[0] + c, state.canary[1] + x],
    stable: [state.stable[0] + f, state.stable[1] + y],
    ticks: state.ticks + 1,
    coveredMs: state.coveredMs + tick.endMs - tick.startMs,
    lastUsableMs: tick.endMs,
    silent,
    allBad: c <= 0 ? state.allBad : x >= c && y < 0.5 * f ? [state.allBad[0] + 1, state.allBad[1] + c] : [0, 0],
    signal: signalRun(state, metric, [c, x], [f, y]),
    alike: sameArms(checked) ? state.alike + (y > 0 ? 1 : 0) : 0,
    stableRecent: 0.6 * state.stableRecent + 0.4 * (f > 0 ? y / f : 0),
  }
}

function silence(state: MetricState, c: number, f: number, facts: WaveFacts): readonly [number, number] {
  if (c > 0) return [0, 0]
  const promised = facts.weightPercent / Math.max(100 - facts.weightPercent, 1)
  const odds = state.stable[0] > 0 && state.canary[0] > 0 ? state.canary[0] / state.stable[0] : promised
  return [state.silent[0] + 1, state.silent[1] + f * odds]
}

function signalRun(state: MetricState, metric: GateMetric, [c, x]: number[], [f, y]: number[]): number {
  const least = metric.guardrail.anyEvents
  if (least === null || c === undefined || x === undefined || x < least) return 0
  const stableAtCanarySize = f === undefined || f <= 0 ? 0 : ((y ?? 0) * c) / f
  return stableAtCanarySize >= least ? 0 : state.signal + 1
}

function foldSums(state: MetricState, metric: GateMetric, tick: Measured, facts: WaveFacts): MetricState['sums'] {
  const { sums } = state
  if (sums.kind === 'mean') return foldMean(sums, tick.canary, tick.stable, metric)
  if (sums.kind === 'bounded') return foldBounded(sums, tick.canary, tick.stable, metric)
  const [canary, stable] = [pairOf(tick.canary), pairOf(tick.stable)]
  if (stable[0] > 0) return foldCount(sums, canary, stable, metric.harmIs, metric.margin)
  const ceiling = ceilingOf(metric, facts)
  return ceiling === undefined ? sums : foldCountAtCeiling(sums, canary, ceiling, metric.harmIs, metric.margin)
}

/** What the sums say now, in logarithms. */
export interface Evidence {
  readonly harm: number
  readonly safe: number
  readonly phi: number
}

export function evidenceOf(state: MetricState, metric: GateMetric): Evidence {
  const { sums } = state
  if (sums.kind === 'mean') {
    return { harm: logMeanEvidence(sums.harm, state.ticks), safe: logMeanEvidence(sums.safe, state.ticks), phi: 1 }
  }
  if (sums.kind === 'bounded')
    return { harm: logBoundedEvidence(sums.harm), safe: logBoundedEvidence(sums.safe), phi: 1 }
  const phi = wavePhi(sums, state)
  // While nobody knows how bursty the metric is, its loudest tick does not count: a burst is one tick, harm stays.
  const unheard = isThin(sums.dispersion, state.canary[0], state.stable[0]) ? sums.largest : 0
  const harm = logMixture(
    sums.harm.map((sum) => (sum - unheard) / phi),
    harmWeights,
  )
  const safe = logMixture(
    sums.safe.map((sum) => sum / phi),
    safeWeights,
  )
  const worse = ((metric.harmIs === 'up' ? 1 : -1) * (state.canary[1] - sums.expected)) / Math.max(state.canary[0], 1)
  return { harm: worse < metric.minimumHarm ? Math.min(harm, 0) : harm, safe, phi }
}
