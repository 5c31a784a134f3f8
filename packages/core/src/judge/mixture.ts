/** Mixtures of likelihood ratios: a weighted mean of e-values is an e-value, whatever the weights. */

/** ln Σ wᵢ exp(logᵢ), without overflow. The weights sum to 1. */
export function logMixture(logs: readonly number[], weights: readonly number[]): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const log of logs) if (log > largest) largest = log
  if (largest === Number.NEGATIVE_INFINITY) return largest
  let sum = 0
  for (let index = 0; index < logs.length; index++) {
    sum += (weights[index] ?? 0) * Math.exp((logs[index] ?? Number.NEGATIVE_INFINITY) - largest)
  }
  return largest + Math.log(sum)
}

/** An e-value for people and JSON: finite, four significant digits. */
export function eValueOf(logE: number): number {
  if (Number.isNaN(logE)) return 0
  return Number(Math.min(1e12, Math.exp(Math.min(logE, 28))).toPrecision(4))
}

/**
 * ln Φ(z) of the standard normal. Rational Chebyshev fit of erfc, relative error below 1.2e-7 (Press et al., Numerical
 * Recipes, 6.2), kept in logarithms so that far tails do not underflow.
 */
export function logNormalCdf(z: number): number {
  const x = -z / Math.SQRT2
  const t = 1 / (1 + 0.5 * Math.abs(x))
  const fit = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  const logTail = Math.log(t) - x * x + fit
  if (x >= 0) return logTail - Math.LN2
  return Math.log1p(-0.5 * Math.exp(logTail))
}

const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
]

/** The mixture's precision that is tightest at intrinsic time `vBest`. Howard et al. 2021 (arXiv:1810.08240), §3.2. */
export function mixturePrecision(vBest: number, alphaBest: number, oneSided: boolean): number {
  const log = Math.log(1 / (oneSided ? 2 * alphaBest : alphaBest))
  return vBest / (2 * log + Math.log(1 + 2 * log))
}

/**
 * Log of the one-sided normal mixture: an (asymptotic) e-value for "the sum `s` has mean ≤ 0", with `v` its variance.
 * Howard et al. 2021, proposition 6.
 */
export function logOneSidedNormalMixture(s: number, v: number, precision: number): number {
  const total = v + precision
  return 0.5 * Math.log((4 * precision) / total) + (s * s) / (2 * total) + logNormalCdf(s / Math.sqrt(total))
}

/** The sum at which the one-sided normal mixture reaches 1/alpha. */
export function oneSidedNormalBound(v: number, alpha: number, precision: number): number {
  const needed = Math.log(1 / alpha)
  let low = 0
  let high = Math.sqrt((v + precision) * (2 * needed + Math.log(1 + v / precision) + 2))
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (logOneSidedNormalMixture(middle, v, precision) < needed) low = middle
    else high = middle
  }
  return high
}
