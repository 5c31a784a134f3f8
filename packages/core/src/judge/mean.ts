/**
 * Means (latency, revenue): an asymptotic confidence sequence for the difference of the arms within the same tick.
 *
 * Each tick gives z = n·(canary mean − stable mean − allowed), n the canary's requests; under the null its mean is ≤ 0. Its
 * t-statistic meets a mixture over effect sizes, an asymptotic e-process (Waudby-Smith et al. 2024, arXiv:2103.06476).
 * Neighbouring ticks may be correlated: n ticks count as n(1−ρ)/(1+ρ), ρ the lag-one correlation, raised by its own error.
 * Everything is a ratio, so the unit does not matter.
 */
import { mixturePrecision, oneSidedNormalBound } from './mixture.ts'
import type { MeanSums } from './wave.ts'

type Triple = readonly [number, number, number]

/** Below this many ticks the normal limit is no argument. */
export const fewestTicks = 20
/** The mixture's precision: effects of about a third of a tick's standard deviation are looked for. */
const effect = 9
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

/** How many independent ticks the correlated ones are worth. */
export function independentTicks([sum, squares, products]: Triple, ticks: number): number {
  const mean = sum / ticks
  const variance = squares / ticks - mean * mean
  if (variance <= 0) return 0
  const seen = (products / Math.max(1, ticks - 1) - mean * mean) / variance
  // A short series underestimates its own correlation by about (1 + 4ρ)/n (Kendall 1954); and more than two standard errors on top.
  const least = seen + (1 + 4 * Math.max(0, seen)) / ticks + 2.3 / Math.sqrt(ticks)
  const correlation = Math.min(0.95, Math.max(0, least))
  return (ticks * (1 - correlation)) / (1 + correlation)
}

/**
 * Log e-value of a triple against "mean ≤ 0": the t-statistic's mixture over effect sizes (Lai 1976; Wang & Ramdas 2025,
 * arXiv:2310.03722, theorem 4.2), which needs no variance, at the number of ticks that the correlated ones are worth.
 */
export function logMeanEvidence(triple: Triple, ticks: number): number {
  if (ticks < fewestTicks || triple[1] <= 0) return 0
  const worth = independentTicks(triple, ticks)
  // Differences that never vary are a constant, not a sample: nothing can be inferred from them.
  if (worth <= 1) return 0
  const fit = Math.min(1, (triple[0] * triple[0]) / (ticks * triple[1]))
  const log = -0.5 * Math.log((worth + effect) / effect) - 0.5 * worth * Math.log(1 - (fit * worth) / (worth + effect))
  return triple[0] > 0 ? log : -Math.max(0, log)
}

/** The share of a tick's mean square that must be its squared mean for `worth` ticks to reach `needed`; null where none is enough. */
function fitShown(worth: number, needed: number): number | null {
  const spent = (2 * needed + Math.log((worth + effect) / effect)) / worth
  const fit = (-Math.expm1(-spent) * (worth + effect)) / worth
  return fit < 1 ? fit : null
}

/** The mean of a triple, with the spread that it has, which `worth` independent ticks would show; null where none. */
export function changeShown([sum, squares]: Triple, ticks: number, worth: number, needed: number): number | null {
  const fit = worth > 1 ? fitShown(worth, needed) : null
  const spread = Math.sqrt(Math.max(0, squares / ticks - (sum / ticks) ** 2))
  return fit === null ? null : spread * Math.sqrt(fit / (1 - fit))
}

/** Ticks until a triple that goes on like this shows that its mean is above 0; null where it is not, or not in a million. */
export function ticksToShow([sum, squares]: Triple, worth: number, ticks: number, needed: number): number | null {
  if (sum <= 0 || squares <= 0 || worth <= 0) return null
  const fit = Math.min(1, (sum * sum) / (ticks * squares))
  for (let whole = fewestTicks; whole < 1e6; whole *= 1.1) {
    const least = fitShown((whole * worth) / ticks, needed)
    if (least !== null && fit >= least) return whole
  }
  return null
}

/** Upper confidence bound of the mean worsening per request, above `minimumHarm`; Infinity on too few ticks. */
export function upperWorsening(sums: MeanSums, ticks: number, canaryRequests: number, beta: number): number {
  if (ticks < fewestTicks || canaryRequests <= 0) return Number.POSITIVE_INFINITY
  const [sum, squares] = sums.harm
  const worth = Math.max(1, independentTicks(sums.harm, ticks))
  const variance = Math.max(0, squares / ticks - (sum / ticks) ** 2) * (ticks / worth)
  return (sums.harm[0] + Math.sqrt(variance) * oneSidedNormalBound(ticks, beta, precision)) / canaryRequests
}
