/**
 * The count e-process: of all bad events in a tick, the canary's share is compared with its share of the traffic.
 *
 * Given the tick's bad events in both arms, a harmless canary has each of them with chance o/(1+o), o the odds of its
 * exposure; one that is r times worse with chance or/(1+or). The product over ticks of the ratio of both likelihoods is a
 * martingale under the null whatever the base rate does, mixed over r (Wald 1945; Ville 1939; Lindon & Malek 2022,
 * arXiv:2011.03567). Dividing the log by the dispersion φ ≥ 1 keeps it one when events come in bursts.
 */
import { learnDispersion } from './dispersion.ts'
import { foldResiduals, residualStart } from './residual.ts'
import type { CountSums, Dispersion } from './wave.ts'

/** Ratios of canary to stable that harm is mixed over, and how much each is believed beforehand. */
export const harmRatios = [1.5, 2, 3, 5, 10, 20, 50] as const
/** Most bad releases that a person would call bad are 3 to 10 times worse; what is far worse shows anyway. */
export const harmWeights = [0.1, 0.13, 0.2, 0.22, 0.2, 0.1, 0.05] as const
/** Ratios below the margin's edge that safety is mixed over, as factors of 1 + margin. */
const safeFactors = (margin: number): readonly number[] => [
  1 / (1 + margin),
  (1 + margin) ** -0.5,
  0.5 / (1 + margin),
  0.05,
]
export const safeWeights = [0.6, 0.2, 0.1, 0.1] as const

export const countStart = (dispersion: Dispersion | undefined): CountSums => ({
  kind: 'count',
  harm: harmRatios.map(() => 0),
  safe: safeWeights.map(() => 0),
  largest: 0,
  expected: 0,
  spread: 0,
  residuals: residualStart,
  dispersion: dispersion ?? { squares: 0, mass: 0, pairs: 0 },
  before: [],
})

/** ln of the likelihood ratio of `rival` against `base` (both ratios canary to stable) for one tick. */
export function logRatio(x: number, y: number, odds: number, base: number, rival: number): number {
  const share = Math.log((1 + odds * base) / (1 + odds * rival))
  return (x === 0 ? 0 : x * (Math.log(rival / base) + share)) + (y === 0 ? 0 : y * share)
}

/** One tick more. `canary` and `stable` are [requests, events]; `harmIs: 'down'` swaps the arms: fewer orders, not more. */
export function foldCount(
  sums: CountSums,
  canary: readonly [number, number],
  stable: readonly [number, number],
  harmIs: 'up' | 'down',
  margin: number,
): CountSums {
  const [c, x] = canary
  const [f, y] = stable
  const learnt = { dispersion: learnDispersion(sums.dispersion, sums.before, stable), before: stable }
  if (c <= 0 || f <= 0) return { ...sums, ...learnt }
  const odds = c / f
  const [a, b, aOdds] = harmIs === 'up' ? [x, y, odds] : [y, x, 1 / odds]
  let largest = 0
  const harm = sums.harm.map((sum, index) => {
    const gain = logRatio(a, b, aOdds, 1, harmRatios[index] ?? 1)
    if (gain > largest) largest = gain
    return sum + gain
  })
  const edge = 1 + margin
  const factors = safeFactors(margin)
  const safe = sums.safe.map((sum, index) => sum + logRatio(a, b, aOdds, edge, edge * (factors[index] ?? 1)))
  return {
    kind: 'count',
    harm,
    safe,
    largest: Math.max(sums.largest, largest),
    expected: sums.expected + odds * y,
    spread: sums.spread + odds * odds * y,
    residuals: foldResiduals(sums.residuals, x, odds * y),
    ...learnt,
  }
}

/** One tick against a fixed rate instead of a stable arm: the same formula with an endless stable fleet at that rate. */
export function foldCountAtCeiling(
  sums: CountSums,
  canary: readonly [number, number],
  ceiling: number,
  harmIs: 'up' | 'down',
  margin: number,
): CountSums {
  const endless = 1e6
  const stable: [number, number] = [canary[0] * endless, canary[0] * endless * ceiling]
  const folded = foldCount(sums, canary, stable, harmIs, margin)
  return { ...folded, dispersion: sums.dispersion, before: [] }
}
