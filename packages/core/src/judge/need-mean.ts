/** What an undecided wave still needs where a metric is a mean or a bounded value: ticks, and the change that it could find. */
import { logBoundedEvidence } from './bounded.ts'
import type { Gate, GateMetric } from './gate.ts'
import { changeShown, fewestTicks, independentTicks, ticksToShow } from './mean.ts'
import type { MeanSums, MetricState } from './wave.ts'

/** In ticks of this wave; null where it cannot be told. `change` is in the metric's own unit, per request. */
export interface TickNeed {
  readonly ticks: number | null
  readonly change: number | null
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(3)))

/** `ticksAtSoak` is how many ticks the wave has seen when its soak is over. */
export function tickNeedOf(state: MetricState, metric: GateMetric, gate: Gate, ticksAtSoak: number): TickNeed {
  const critical = gate.metrics.filter(({ weight }) => weight === 'critical').length
  const harm = Math.log(Math.max(1, critical) / gate.alpha)
  const { sums, ticks, canary } = state
  if (sums.kind === 'mean') {
    const requestsPerTick = canary[0] / Math.max(1, ticks)
    return meanNeed(sums, ticks, requestsPerTick, metric.minimumHarm, ticksAtSoak, {
      harm,
      safe: Math.log(1 / gate.beta),
    })
  }
  if (sums.kind === 'count') return { ticks: null, change: null }
  const safe = logBoundedEvidence(sums.safe)
  const missing = Math.log(1 / gate.beta) - safe
  const [low, high] = metric.range
  // The boldest stake of the mixture, which has a sixth of the fortune, gains ln(1 + d/2) a tick.
  const share = 2 * Math.expm1((harm + Math.log(sums.harm.length)) / Math.max(1, ticksAtSoak))
  return {
    ticks: missing <= 0 ? 0 : safe > 0 && ticks > 0 ? Math.ceil((missing * ticks) / safe) : null,
    change: share > 1 ? null : rounded(share * (high - low) + metric.minimumHarm),
  }
}

function meanNeed(
  sums: MeanSums,
  ticks: number,
  requestsPerTick: number,
  minimumHarm: number,
  ticksAtSoak: number,
  needed: { readonly harm: number; readonly safe: number },
): TickNeed {
  const least = fewestTicks - ticks
  const worth = independentTicks(sums.harm, ticks) / Math.max(1, ticks)
  if (ticks < 3 || worth <= 0 || requestsPerTick <= 0) return { ticks: least > 0 ? least : null, change: null }
  const whole = ticksToShow(sums.safe, independentTicks(sums.safe, ticks), ticks, needed.safe)
  const more = whole === null ? null : Math.max(0, Math.ceil(whole - ticks))
  const change = changeShown(sums.harm, ticks, Math.max(ticks, ticksAtSoak) * worth, needed.harm)
  return {
    ticks: more === null ? (least > 0 ? least : null) : Math.max(least, more),
    change: change === null ? null : rounded(change / requestsPerTick + minimumHarm),
  }
}
