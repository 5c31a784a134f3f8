/**
 * Whether a wave's counts exclude a harm of a given ratio: the likelihood ratio of the ratio itself against none, and against half
 * of it in logarithms, valid at every look (Wald 1945). Sharper than a bound on all ratios at once, for only one is asked about.
 */
import { logRatio } from './count.ts'
import type { GateMetric } from './gate.ts'
import { logMixture } from './mixture.ts'
import { wavePhi } from './phi.ts'
import type { MetricState } from './wave.ts'

const weights = [0.8, 0.2] as const

/** ln of the evidence that the ratio is below `ratio`, tempered; 0 where the metric is no count. The wave's odds stay what they are. */
export function logExclusion(state: MetricState, { harmIs }: GateMetric, ratio: number): number {
  const { sums, canary, stable } = state
  if (sums.kind !== 'count' || stable[1] <= 0 || sums.expected <= 0) return 0
  const odds = sums.expected / stable[1]
  const [a, b, own] = harmIs === 'up' ? [canary[1], stable[1], odds] : [stable[1], canary[1], 1 / odds]
  const phi = wavePhi(sums, state)
  const logs = [1, Math.sqrt(ratio)].map((rival) => logRatio(a, b, own, ratio, rival) / phi)
  return logMixture(logs, weights)
}

export const isExcluded = (
  state: MetricState,
  metric: GateMetric,
  { ratio, missRate }: { readonly ratio: number; readonly missRate: number },
): boolean => logExclusion(state, metric, ratio) >= Math.log(1 / missRate)

/** Of the normal distribution: 97 of 100 lie below. */
const quantile97 = 1.88

/** The wave's own residuals raise φ above what history foretells, by about this much while they are few. */
const unrest = 1.2

/**
 * Baseline events that let a harmless canary exclude `ratio` in 97 of 100 cases: each brings ratio − 1 − ln ratio on average, with
 * a standard deviation of ln ratio.
 */
export function eventsToExclude(ratio: number, missRate: number, phi: number): number {
  const needed = Math.log(1 / missRate) - Math.log(weights[0])
  const growth = ratio - 1 - Math.log(ratio)
  const spread = quantile97 * Math.log(ratio)
  const root = (spread + Math.sqrt(spread * spread + 4 * growth * needed)) / (2 * growth)
  return unrest * phi * root * root
}
