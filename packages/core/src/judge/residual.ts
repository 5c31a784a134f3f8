/**
 * How far the canary strays from the stable side beyond chance: the dispersion that matters, measured in the wave itself.
 *
 * With e = odds × stable events, the residuals z = x − R̂e around the wave's own ratio R̂ = Σx/Σe have, for plain counts, the
 * variance R̂e(1 + R̂·odds). What is more is noise that only one arm has; where neighbouring residuals are alike, it lasts, and the
 * sum strays by (1+ρ)/(1−ρ) more. Noise that both arms share cancels here, and a constant harm leaves no trace in it.
 */

/** Σx², Σxe, Σe², the same with the tick before (Σxx′, Σxe′+ex′, Σee′), the last x and e, and ticks with canary events. */
export type Residuals = readonly [number, number, number, number, number, number, number, number, number]

export const residualStart: Residuals = [0, 0, 0, 0, 0, 0, 0, 0, 0]

export function foldResiduals(sums: Residuals, x: number, e: number): Residuals {
  const [xx, xe, ee, lagXx, lagXe, lagEe, beforeX, beforeE, positive] = sums
  return [
    xx + x * x,
    xe + x * e,
    ee + e * e,
    lagXx + x * beforeX,
    lagXe + x * beforeE + e * beforeX,
    lagEe + e * beforeE,
    x,
    e,
    positive + (x > 0 ? 1 : 0),
  ]
}

/**
 * Relative variance between the arms, over as long as they stray, that is taken for granted until the wave has shown its own: arms
 * that stray by 20 % each and keep two thirds of it from tick to tick have a little less.
 */
const priorUnrest = 0.7
/** And what is added to it for a metric never seen, halved once this many pairs of ticks are known. */
const unknownUnrest = 0.7
const knownHalfWay = 15
/** The wave's own residuals count half once this many ticks had canary events: fewer show little of what lasts for several. */
const halfWay = 30
/** Standard errors by which neighbouring residuals must be alike before it counts. A whole one would hide most of what chance dilutes. */
const correlationDoubt = 0.3
const inflation = 1.15

/**
 * φ of the wave: what the stable fleet's own burstiness says (`phi`), given way to the residuals as ticks come in. `events` and
 * `expected` are Σx and Σe, `spread` is Σ odds·e.
 */
export function residualPhi(
  sums: Residuals,
  phi: number,
  ticks: number,
  totals: { readonly events: number; readonly expected: number; readonly spread: number; readonly pairs: number },
): number {
  const { events, expected, spread } = totals
  if (ticks < 1 || expected <= 0) return phi
  const unrest = priorUnrest + (unknownUnrest * knownHalfWay) / (knownHalfWay + totals.pairs)
  const prior = phi + (unrest * expected) / ticks
  const positive = sums[8]
  const weight = positive / (positive + halfWay)
  if (ticks < 3 || events <= 0) return prior
  const ratio = events / expected
  const squares = sums[0] - 2 * ratio * sums[1] + ratio * ratio * sums[2]
  const neighbours = sums[3] - ratio * sums[4] + ratio * ratio * sums[5]
  const chance = events + ratio * ratio * spread
  const variance = (Math.max(0, squares) / chance) * (ticks / (ticks - 1))
  const correlation = squares > 0 ? neighbours / squares : 0
  const lasting = Math.min(0.9, Math.max(0, correlation + 1 / ticks - correlationDoubt / Math.sqrt(ticks)))
  // Where chance dilutes lasting noise, neighbours show only part of it: then the longer memory of the second form counts.
  const stretch = Math.max((1 + lasting) / (1 - lasting), 1 + 8 * lasting)
  const own = Math.max(1, inflation * variance * stretch)
  return prior * (1 - weight) + own * weight
}
