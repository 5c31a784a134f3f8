/** What an undecided wave still needs, in requests and minutes, and what it could find at all. */
import { detectableRatio, harmGrowth } from './bound.ts'
import { logRatio } from './count.ts'
import { phiOf } from './dispersion.ts'
import { eventsToExclude } from './exclude.ts'
import type { Gate, GateMetric } from './gate.ts'
import { evidenceOf } from './metric.ts'
import { tickNeedOf } from './need-mean.ts'
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

/**
 * Events per request that a harmless canary would show: as seen beside its own requests, else on the stable side at large (a canary
 * with a request a minute misses most of it), else as that was last seen before the wave; 0 where nobody knows.
 */
function knownRate(state: MetricState, metric: GateMetric, facts: WaveFacts): number {
  const base = baseRate(state)
  if (base > 0 || state.sums.kind !== 'count') return base
  const [requests, events] = state.stable
  return events > 0 ? events / requests : (facts.carry.reference[metric.id] ?? 0)
}

/** Canary requests until a harmless canary is proven inside the margin, on average; null without stable events. */
export function requestsToProve(state: MetricState, metric: GateMetric, gate: Gate, facts: WaveFacts): number | null {
  const base = knownRate(state, metric, facts)
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
  const rps = canaryRps(state, facts)
  const { requests, ratio, change } =
    state.sums.kind === 'count' ? ofCount(state, metric, gate, facts) : ofMean(state, metric, gate, facts)
  const fewest = Math.max(0, gate.worstCase.minimumRequests - state.canary[0])
  const needed = requests === null ? (fewest > 0 ? fewest : null) : Math.max(fewest, requests)
  return {
    requests: needed,
    minutes: needed === null || rps <= 0 ? null : Number((needed / rps / 60).toPrecision(3)),
    detectableRatio: ratio,
    detectableChange: change,
  }
}

interface Part {
  readonly requests: number | null
  readonly ratio: number | null
  readonly change: number | null
}

function ofCount(state: MetricState, metric: GateMetric, gate: Gate, facts: WaveFacts): Part {
  const critical = gate.metrics.filter(({ weight }) => weight === 'critical').length
  const base = knownRate(state, metric, facts)
  const { phi } = evidenceOf(state, metric)
  const { mustExclude } = gate.worstCase
  const proof = requestsToProve(state, metric, gate, facts)
  const exclusion =
    mustExclude === null || base <= 0
      ? null
      : Math.ceil(eventsToExclude(mustExclude.ratio, mustExclude.missRate, phi) / base - state.canary[0])
  const choices = [proof, exclusion].filter((count) => count !== null)
  const open = proof === 0 ? [] : choices.filter((count) => count > 0)
  const atSoak = Math.max(state.canary[0], (canaryRps(state, facts) * facts.soakMs) / 1_000)
  const odds = oddsOf(state, facts)
  const found = (rate: number): number | null =>
    harmGrowth(rate, rate, odds) > 0 ? detectableRatio(rate, atSoak, odds, phi, gate.alpha, critical) : null
  // No event yet: the baseline is below half an event among the stable requests seen, so a share of requests is told instead.
  const least = base > 0 || state.stable[0] <= 0 ? 0 : 0.5 / state.stable[0]
  const ratio = least > 0 && metric.harmIs === 'up' ? found(least) : null
  return {
    requests: open.length > 0 ? Math.min(...open) : choices.length > 0 ? 0 : null,
    ratio: found(base),
    change: ratio === null ? null : Number(Math.min(1, ratio * least).toPrecision(3)),
  }
}

function ofMean(state: MetricState, metric: GateMetric, gate: Gate, facts: WaveFacts): Part {
  // The wave's ticks grow longer: how many there will be is told from how long they have been so far.
  const tickMs = state.ticks > 0 ? state.coveredMs / state.ticks : facts.tickMs
  const { ticks, change } = tickNeedOf(state, metric, gate, facts.soakMs / Math.max(tickMs, facts.tickMs))
  const perTick = (canaryRps(state, facts) * Math.max(tickMs, facts.tickMs)) / 1_000
  return { requests: ticks === null ? null : Math.ceil(ticks * perTick), ratio: null, change }
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
