/** Confidence bounds and sample sizes of counts, valid at any stopping time. */
import { harmRatios, harmWeights, logRatio } from './count.ts'
import { logMixture } from './mixture.ts'

const below = [0.95, 0.9, 0.8, 0.65, 0.5, 0.33, 0.2, 0.1, 0.01]
const above = [1.05, 1.1, 1.25, 1.5, 2, 3, 5, 10, 50]
const even = below.map(() => 1 / below.length)

const logsOf = (factors: readonly number[]): readonly number[] => factors.map((factor) => Math.log(factor))
const logBelow = logsOf(below)
const logAbove = logsOf(above)

/** ln of the mixture e-value against "the events' mean is `mean`" in favour of `factors` × mean. */
const logAgainst = (
  events: number,
  mean: number,
  phi: number,
  factors: readonly number[],
  logs: readonly number[],
): number =>
  logMixture(
    factors.map((factor, index) => (events * (logs[index] ?? 0) - (factor - 1) * mean) / phi),
    even,
  )

/** The largest mean of a count that `events` do not exclude at `beta`: a mixture of Poisson likelihood ratios, tempered. */
export function upperMean(events: number, phi: number, beta: number): number {
  const needed = Math.log(1 / beta)
  let low = events
  let high = 2 * events + 12 * phi * (needed + 3)
  for (let step = 0; step < 26; step++) {
    const middle = (low + high) / 2
    if (logAgainst(events, middle, phi, below, logBelow) < needed) low = middle
    else high = middle
  }
  return high
}

/** The smallest mean that `events` do not exclude at `beta`. */
export function lowerMean(events: number, phi: number, beta: number): number {
  const needed = Math.log(1 / beta)
  let low = 0
  let high = events
  for (let step = 0; step < 26; step++) {
    const middle = (low + high) / 2
    if (logAgainst(events, middle, phi, above, logAbove) < needed) high = middle
    else low = middle
  }
  return low
}

/**
 * Expected growth of the log evidence of harm per canary request, before tempering, where the stable side has `base` events
 * per request, the canary `base + excess`, and the odds of exposure are `odds`. Negative where the harm is too small.
 */
export function harmGrowth(base: number, excess: number, odds: number): number {
  let best = Number.NEGATIVE_INFINITY
  for (const ratio of harmRatios) best = Math.max(best, logRatio(base + excess, base / odds, odds, 1, ratio))
  return best
}

/** ln evidence that a conviction takes on average: the threshold, the price of the mixture and of the other metrics. */
export const evidenceNeeded = (alpha: number, metrics: number): number =>
  Math.log(metrics / alpha) - Math.log(Math.max(...harmWeights))

/** Canary requests until harm of `excess` is found on average; Infinity where it never is. */
export function requestsToDetect(
  base: number,
  excess: number,
  odds: number,
  phi: number,
  alpha: number,
  metrics: number,
): number {
  const growth = harmGrowth(base, excess, odds)
  return growth <= 0 ? Number.POSITIVE_INFINITY : (evidenceNeeded(alpha, metrics) * phi) / growth
}

/** The smallest ratio that `requests` canary requests find on average; null where not even 1,000 would show. */
export function detectableRatio(
  base: number,
  requests: number,
  odds: number,
  phi: number,
  alpha: number,
  metrics: number,
): number | null {
  if (base <= 0 || requests <= 0) return null
  const found = (ratio: number): boolean =>
    requestsToDetect(base, base * (ratio - 1), odds, phi, alpha, metrics) <= requests
  let [low, high] = [0, Math.log(1_000)]
  if (!found(1_000)) return null
  for (let step = 0; step < 16; step++) {
    const middle = (low + high) / 2
    if (found(Math.exp(middle))) high = middle
    else low = middle
  }
  return Number(Math.exp(high).toPrecision(3))
}
