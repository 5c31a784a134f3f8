/** What an undecided wave still needs, in requests and minutes, and what it could find at all. */
import { detectableRatio, harmGrowth } from './bound.ts'
import { logRatio } from './count.ts'
import { phiOf } from './dispersion.ts'
import { eventsToExclude } from './exclude.ts'
import type { Gate, GateMetric } from './gate.ts'
import { evidenceOf } from './metric.ts'
import type { Need } from './verdict.ts'
import { type MetricState, type WaveFacts, type WaveFactsInput, waveFactsSchema } from './wave.ts'
import { baseRate, serviceRps } from './worst-case.ts'

/** The canary's requests per second: as seen once there are some, else as foretold. */
export function canaryRps(state: MetricState, facts: WaveFacts): number {
  const seconds = state.coveredMs / 1_000
  if (state.ticks >= 3 && state.canary[0] > 0) return state.canary[0] / seconds
  return (serviceRps(state, facts) * facts.weightPercent) / 100
}

const oddsOf = (state: MetricState, facts: WaveFacts): number =>
  state.canary[0] > 0 && state.stable[0] > 0
    ? state.canary[0] / state.stable[0]
    : facts.weightPercent / Math.max(1, 100 - facts.weightPercent)

/** Canary requests until a harmless canary is proven inside the margin, on average; null without stable events. */
export function requestsToProve(state: MetricState, metric: GateMetric, gate: Gate, facts: WaveFacts): number | null {
  const base = baseRate(state)
  if (state.sums.kind !== 'count' || base <= 0) return null
  const { safe, phi } = evidenceOf(state, metric)
  const [odds, edge] = [oddsOf(state, facts), 1 + metric.margin]
  const growth =
    metric.harmIs === 'up' ? logRatio(base, base / odds, odds, edge, 1) : logRatio(base / odds, base, 1 / odds, edge, 1)
  const missing = Math.log(1 / gate.beta) - Math.log(0.6) - Math.max(safe, -3)
  return growth <= 0 ? null : Math.ceil((Math.max(0, missing) * phi) / growth)
}

/** Whether the wave, stretched as far as its policy lets it, can be expected to exclude the gate's ratio. */
export function canExclude(state: MetricState, gate: Gate, facts: WaveFacts): boolean {
  const { mustExclude } = gate.worstCase
  const base = baseRate(state)
  if (mustExclude === null || state.sums.kind !== 'count' || base <= 0) return false
  const seconds = (facts.soakMs * (1 + gate.undecided.extendSoaks)) / 1_000
  return base * seconds * canaryRps(state, facts) >= eventsToExclude(mustExclude.ratio, mustExclude.missRate, 1.15)
}

export function needOf(state: MetricState, metric: GateMetric, gate: Gate, facts: WaveFacts): Need {
  const critical = gate.metrics.filter(({ weight }) => weight === 'critical').length
  const rps = canaryRps(state, facts)
  const base = baseRate(state)
  const { phi } = evidenceOf(state, metric)
  const { mustExclude } = gate.worstCase
  const proof = requestsToProve(state, metric, gate, facts)
  const exclusion =
    mustExclude === null || base <= 0
      ? null
      : Math.ceil(eventsToExclude(mustExclude.ratio, mustExclude.missRate, phi) / base - state.canary[0])
  const choices = [proof, exclusion].filter((count) => count !== null && count > 0) as number[]
  const fewest = Math.max(0, gate.worstCase.minimumRequests - state.canary[0])
  const requests = choices.length > 0 ? Math.max(fewest, Math.min(...choices)) : fewest > 0 ? fewest : null
  const atSoak = Math.max(state.canary[0], (rps * facts.soakMs) / 1_000)
  const odds = oddsOf(state, facts)
  return {
    requests,
    minutes: requests === null || rps <= 0 ? null : Number((requests / rps / 60).toPrecision(3)),
    detectableRatio:
      harmGrowth(base, base, odds) > 0 ? detectableRatio(base, atSoak, odds, phi, gate.alpha, critical) : null,
  }
}

/**
 * The soak that a wave needs to let 97 of 100 harmless releases exclude the gate's `mustExclude` ratio on every critical count,
 * at the stable rates of `carry`; never shorter than `soakMs`. What a plan of waves is made from.
 */
export function plannedSoakMs(gate: Gate, input: WaveFactsInput): number {
  const facts = waveFactsSchema.parse(input)
  const { mustExclude } = gate.worstCase
  const rps = (facts.expectedRps * facts.weightPercent) / 100
  if (mustExclude === null || rps <= 0) return facts.soakMs
  let longestMs = facts.soakMs
  for (const metric of gate.metrics) {
    const base = facts.carry.reference[metric.id]
    if (metric.weight !== 'critical' || metric.kind !== 'count' || base === undefined || base <= 0) continue
    const known = facts.carry.dispersion[metric.id] ?? { squares: 0, mass: 0, pairs: 0 }
    const phi = phiOf(known, rps, Math.max(facts.expectedRps - rps, rps))
    const seconds = eventsToExclude(mustExclude.ratio, mustExclude.missRate, phi) / (base * rps)
    const ticks = Math.ceil((seconds * 1_000) / facts.tickMs)
    longestMs = Math.max(longestMs, ticks * facts.tickMs)
  }
  return longestMs
}
