/** What the step to the next wave could cost at worst, and whether the error budget grants that. */

import { lowerMean, requestsToDetect, upperMean } from './bound.ts'
import { upperBoundedWorsening } from './bounded.ts'
import type { Gate, GateMetric } from './gate.ts'
import { fewestTicks, upperWorsening } from './mean.ts'
import { wavePhi } from './phi.ts'
import type { WorstCase } from './verdict.ts'
import type { MetricState, WaveFacts } from './wave.ts'

/** Bounds on the stable side's part: the normal approximation, with Chernoff's constant for the quantile. */
const quantile = (beta: number): number => Math.sqrt(2 * Math.log(1 / beta))

/** Upper confidence bound of the excess share of bad requests (lost ones for `down`), between 0 and 1. */
export function upperExcess(state: MetricState, metric: GateMetric, beta: number): number {
  const { sums } = state
  const [requests, events] = state.canary
  if (requests <= 0) return 1
  if (sums.kind === 'mean') {
    const scale = Math.abs(state.stable[1] / state.stable[0])
    const worsening = upperWorsening(sums, state.ticks, requests, beta)
    return scale > 0 ? Math.min(1, Math.max(0, worsening / scale)) : 1
  }
  if (sums.kind === 'bounded') {
    const unit = metric.range[1] - metric.range[0]
    const difference = (events / requests - state.stable[1] / state.stable[0]) / unit
    return Math.max(0, upperBoundedWorsening(metric.harmIs === 'up' ? difference : -difference, state.ticks, beta))
  }
  const phi = wavePhi(sums, state)
  const slack = quantile(beta) * Math.sqrt(phi * sums.spread)
  const excess =
    metric.harmIs === 'up'
      ? upperMean(events, phi, beta) - Math.max(0, sums.expected - slack)
      : sums.expected + slack - lowerMean(events, phi, beta)
  return Math.min(1, Math.max(0, excess / requests))
}

/** Events per request that a harmless canary would show. */
export const baseRate = (state: MetricState): number =>
  state.sums.kind === 'count' && state.canary[0] > 0 ? state.sums.expected / state.canary[0] : 0

/** Requests per second of the whole service: as foretold, else as seen. */
export function serviceRps(state: MetricState, facts: WaveFacts): number {
  if (facts.expectedRps > 0) return facts.expectedRps
  return ((state.canary[0] + state.stable[0]) * 1_000) / Math.max(1, state.coveredMs)
}

export function grantedRequests(gate: Gate, facts: WaveFacts, rps: number): number {
  const budget = facts.errorBudget
  if (budget === undefined) return 0
  const bad = (1 - budget.objective) * rps * (budget.windowMs / 1_000) * budget.remainingShare
  return bad * gate.worstCase.budgetShare
}

/** The step's cost in bad requests: the excess that the data leaves possible, until it would be found and taken back. */
export function worstCaseOf(state: MetricState, metric: GateMetric, gate: Gate, facts: WaveFacts): WorstCase {
  const critical = gate.metrics.filter(({ weight }) => weight === 'critical').length
  const excess = upperExcess(state, metric, gate.beta)
  const weight = (facts.nextWeightPercent ?? facts.weightPercent) / 100
  const rps = serviceRps(state, facts)
  const nextRps = rps * weight
  const odds = weight / Math.max(1 - weight, 1e-6)
  const phi = state.sums.kind === 'count' ? wavePhi(state.sums, state) : 1
  const found =
    state.sums.kind === 'count'
      ? requestsToDetect(baseRate(state), excess, odds, phi, gate.alpha, critical)
      : (nextRps * fewestTicks * facts.tickMs) / 1_000
  const atLeast = (nextRps * facts.tickMs) / 1_000
  // Harm too small for the test goes unseen for about a soak; it is then also small in what it costs.
  const atMost = (nextRps * Math.max(facts.soakMs, facts.tickMs)) / 1_000
  const reaction = (nextRps * facts.reactionMs) / 1_000
  const requests = Math.min(Math.max(found, atLeast), Math.max(atMost, atLeast)) + reaction
  return {
    metric: metric.id,
    excessRate: Number(excess.toPrecision(4)),
    requestsUntilDetected: Math.ceil(requests),
    costRequests: Number((excess * requests).toPrecision(4)),
    grantedRequests: Number(grantedRequests(gate, facts, rps).toPrecision(4)),
  }
}
