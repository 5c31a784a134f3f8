/**
 * How bursty a count is (φ, variance over mean), learnt from the stable fleet alone.
 *
 * Differences of neighbouring ticks (von Neumann 1941) leave out drift; a clip leaves out the two jumps of an incident. A
 * φ measured on 1 % slices of the fleet (`slicePhi`) is the sharper number for a 1 % canary: noise of whole ticks grows
 * with the slice, bursts do not. Between both sizes φ is interpolated by exposure.
 */
import { judgeLimits } from './limits.ts'
import type { Dispersion } from './wave.ts'

/** What is more than plain chance is raised by this much, for the clip and the heavy tails take some away. */
const inflation = 1.25
/** What is believed of a metric never seen: mildly bursty, worth this many events. */
const priorPhi = 3
const priorMass = 15
/** A squared difference more than this many times its expectation is a jump, not dispersion. */
const clip = 12
/** And all of it by this many of its own standard errors (1.5/pairs is the relative variance of the estimate for plain counts). */
const doubt = 1.2
/** With fewer pairs than this nobody knows how bursty the metric is. */
const fewestPairs = 6
/** The same for a metric that is known to be noisier than this. */
const fewestNoisyPairs = 20
const noisyPhi = 1.6
/** Old ticks fade once this many pairs are in: half a day of 10-second ticks. */
const memory = 4_320

export function learnDispersion(
  known: Dispersion,
  before: readonly number[],
  now: readonly [number, number],
): Dispersion {
  const [f, y] = now
  const fBefore = before[0] ?? 0
  const yBefore = before[1] ?? 0
  if (f <= 0 || fBefore <= 0) return known
  const scale = f / fBefore
  const mass = ((y + scale * yBefore) * (1 + scale)) / 2
  if (mass <= 0) return known
  const square = Math.min((y - scale * yBefore) ** 2, clip * rawPhi(known) * mass)
  const fade = known.pairs > memory ? 0.5 : 1
  return {
    ...known,
    squares: (known.squares + square) * fade,
    mass: (known.mass + mass) * fade,
    pairs: (known.pairs + 1) * fade,
  }
}

const rawPhi = (known: Dispersion): number =>
  Math.max(1, (priorPhi * priorMass + known.squares) / (priorMass + known.mass))

/** φ of the whole stable fleet's ticks, raised against its own error, floor 1. */
export function fleetPhi(known: Dispersion): number {
  const excess = inflation * (rawPhi(known) - 1)
  const error = Math.sqrt(1.5 / (known.pairs + 1))
  return Math.min(judgeLimits.dispersion.value, (1 + excess) * (1 + doubt * error))
}

/** φ for a canary with `canaryRequests` beside `stableRequests`. */
export function phiOf(known: Dispersion, canaryRequests: number, stableRequests: number): number {
  const fleet = fleetPhi(known)
  if (known.slicePhi === undefined) return fleet
  // Slices tell less about rare, large bursts than the fleet does: what is beyond chance is raised once more.
  const slice = 1 + 1.1 * Math.max(0, known.slicePhi - 1)
  const sliceRequests = (canaryRequests + stableRequests) * 0.01
  const way = (canaryRequests - sliceRequests) / Math.max(stableRequests - sliceRequests, 1e-9)
  return slice + Math.max(0, fleet - slice) * Math.min(1, Math.max(0, way))
}

/** A φ of 1 % slices speaks for canaries up to this share. */
const sliceShareAtMost = 0.03

/** Whether too little was seen to tell one burst from harm: then a single tick never convicts. Noisy metrics take longer. */
export function isThin(known: Dispersion, canaryRequests: number, stableRequests: number): boolean {
  const small = canaryRequests <= sliceShareAtMost * (canaryRequests + stableRequests)
  const noise = known.slicePhi !== undefined && small ? known.slicePhi : rawPhi(known)
  if (known.slicePhi !== undefined && small && noise < noisyPhi) return false
  return known.pairs < (noise < noisyPhi ? fewestPairs : fewestNoisyPairs) || known.mass < 5 * priorMass
}

/** φ of slices is raised by this much, so that its own error does not eat the guarantee. */
const sliceInflation = 1.15

/** φ from recorded 1 % slices of the stable fleet: one array of event counts per slice, ticks of equal length. */
export function slicePhi(slices: readonly (readonly number[])[]): number {
  let weighted = 0
  let weight = 0
  for (const counts of slices) {
    const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length)
    if (counts.length < 2 || mean <= 0) continue
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1)
    weighted += (variance / mean) * counts.length
    weight += counts.length
  }
  return weight === 0 ? sliceInflation * priorPhi : Math.max(1, (sliceInflation * weighted) / weight)
}
