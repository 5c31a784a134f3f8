/**
 * Bounded means (scores, shares per request): betting on the difference of the arms.
 *
 * With values in [0, 1], d = canary mean − stable mean − allowed lies in [−2, 1]; a gambler who stakes a fixed share λ ≤ 1/2
 * of the fortune on d each tick gains nothing in expectation while E[d] ≤ 0. The mean fortune over several λ is an e-process,
 * exact, without any variance to estimate (Waudby-Smith & Ramdas 2024, arXiv:2010.09686).
 */
import { logMixture, mixturePrecision, oneSidedNormalBound } from './mixture.ts'
import type { BoundedSums } from './wave.ts'

const stakes = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 0.49] as const
const even = stakes.map(() => 1 / stakes.length)

export const boundedStart: BoundedSums = { kind: 'bounded', harm: stakes.map(() => 0), safe: stakes.map(() => 0) }

interface BoundedMetric {
  readonly harmIs: 'up' | 'down'
  readonly minimumHarm: number
  readonly margin: number
  readonly range: readonly [number, number]
}

/** One tick more: exposures are [requests, sum of values]. */
export function foldBounded(
  sums: BoundedSums,
  canary: readonly number[],
  stable: readonly number[],
  metric: BoundedMetric,
): BoundedSums {
  const [n = 0, total = 0] = canary
  const [m = 0, stableTotal = 0] = stable
  if (n <= 0 || m <= 0) return sums
  const [low, high] = metric.range
  const unit = high - low
  const stableMean = (stableTotal / m - low) / unit
  const worse = (metric.harmIs === 'up' ? 1 : -1) * ((total / n - low) / unit - stableMean)
  const gain = Math.max(-2, worse - metric.minimumHarm / unit)
  const spare = Math.max(-2, Math.min(1, metric.margin * stableMean) - worse)
  return {
    kind: 'bounded',
    harm: sums.harm.map((sum, index) => sum + Math.log1p((stakes[index] ?? 0) * gain)),
    safe: sums.safe.map((sum, index) => sum + Math.log1p((stakes[index] ?? 0) * spare)),
  }
}

export const logBoundedEvidence = (logs: readonly number[]): number => logMixture(logs, even)

/** Upper confidence bound of the worsening, as a share of the range: differences in [−1, 1] vary by at most 1. */
export function upperBoundedWorsening(worse: number, ticks: number, beta: number): number {
  if (ticks <= 0) return 1
  return Math.min(1, worse + oneSidedNormalBound(ticks, beta, mixturePrecision(40, 0.01, true)) / ticks)
}
