/**
 * Means (latency, revenue): an asymptotic confidence sequence for the difference of the arms within the same tick.
 *
 * Each tick gives z = n·(canary mean − stable mean − allowed), n the canary's requests; under the null its mean is ≤ 0. The
 * sum, divided by its own long-run standard deviation, meets the one-sided normal mixture (Waudby-Smith et al. 2024,
 * arXiv:2103.06476, with Howard's mixture). Neighbouring ticks may be correlated: the variance is raised by
 * (1+ρ)/(1−ρ), ρ the lag-one correlation, never lowered. Everything is a ratio, so the unit does not matter.
 */
import { logOneSidedNormalMixture, mixturePrecision, oneSidedNormalBound } from './mixture.ts'
import type { MeanSums } from './wave.ts'

type Triple = readonly [number, number, number]

/** Below this many ticks the normal limit is no argument. */
const fewestTicks = 12
const precision = mixturePrecision(40, 0.01, true)

export const meanStart: MeanSums = { kind: 'mean', harm: [0, 0, 0], safe: [0, 0, 0], before: [0, 0] }

const add = ([sum, squares, products]: Triple, z: number, before: number): Triple => [
  sum + z,
  squares + z * z,
  products + z * before,
]

/** One tick more: `canary` and `stable` are [requests, sum, …]. */
export function foldMean(
  sums: MeanSums,
  canary: readonly number[],
  stable: readonly number[],
  metric: { readonly harmIs: 'up' | 'down'; readonly minimumHarm: number; readonly margin: number },
): MeanSums {
  const [n = 0, total = 0] = canary
  const [m = 0, stableTotal = 0] = stable
  if (n <= 0 || m <= 0) return sums
  const worse = (metric.harmIs === 'up' ? 1 : -1) * (total / n - stableTotal / m)
  const allowed = metric.margin * Math.abs(stableTotal / m)
  const zHarm = n * (worse - metric.minimumHarm)
  const zSafe = n * (allowed - worse)
  return {
    kind: 'mean',
    harm: add(sums.harm, zHarm, sums.before[0]),
    safe: add(sums.safe, zSafe, sums.before[1]),
    before: [zHarm, zSafe],
  }
}

/** The long-run variance of the sum over its ticks. */
function longRunVariance([sum, squares, products]: Triple, ticks: number): number {
  const mean = sum / ticks
  const variance = Math.max(0, squares / ticks - mean * mean)
  if (variance <= 0) return 0
  const correlation = Math.min(0.95, Math.max(0, (products / Math.max(1, ticks - 1) - mean * mean) / variance))
  // A short series underestimates its own correlation by about (1 + 4ρ)/n (Kendall 1954).
  const corrected = Math.min(0.95, correlation + (1 + 4 * correlation) / ticks)
  return (variance * (1 + corrected)) / (1 - corrected)
}

/** Log e-value of a triple against "mean ≤ 0". */
export function logMeanEvidence(triple: Triple, ticks: number): number {
  if (ticks < fewestTicks) return 0
  const variance = longRunVariance(triple, ticks)
  // Differences that never vary are a constant, not a sample: nothing can be inferred from them.
  if (variance <= 0) return 0
  return logOneSidedNormalMixture(triple[0] / Math.sqrt(variance), ticks, precision)
}

/** Upper confidence bound of the mean worsening per request, above `minimumHarm`; Infinity on too few ticks. */
export function upperWorsening(sums: MeanSums, ticks: number, canaryRequests: number, beta: number): number {
  if (ticks < fewestTicks || canaryRequests <= 0) return Number.POSITIVE_INFINITY
  const variance = longRunVariance(sums.harm, ticks)
  return (sums.harm[0] + Math.sqrt(variance) * oneSidedNormalBound(ticks, beta, precision)) / canaryRequests
}
