import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { learn } from './carry.ts'
import { fleetPhi, isThin, phiOf, slicePhi } from './dispersion.ts'
import { bursts } from './sample.ts'

function history(size: number, rate: (tick: number) => number, seed = 1, ticks = 1_000): [number, number][] {
  const random = seededRandom(seed)
  return Array.from({ length: ticks }, (_, tick) => [9_900, bursts(random, rate(tick), size)])
}

const phiAfter = (stable: [number, number][]): number => {
  const known = learn({ dispersion: {}, reference: {} }, 'errors', stable).dispersion.errors
  return known === undefined ? 0 : fleetPhi(known)
}

describe('dispersion learnt from the stable fleet', () => {
  it('is near 1 for plain counts', () => {
    const phi = phiAfter(history(1, () => 10))
    expect(phi).toBeGreaterThanOrEqual(1)
    expect(phi).toBeLessThan(1.25)
  })

  it('sees bursts: geometric ones of mean 5 have a variance of 9 times the mean', () => {
    const phi = phiAfter(history(5, () => 10))
    expect(phi).toBeGreaterThan(8)
    expect(phi).toBeLessThan(14)
  })

  it('leaves out drift and the jumps of an incident', () => {
    expect(phiAfter(history(1, (tick) => 20 + 15 * Math.sin(tick / 100)))).toBeLessThan(1.3)
    expect(phiAfter(history(1, (tick) => (tick > 500 && tick < 530 ? 300 : 10)))).toBeLessThan(2)
  })

  it('passes over numbers that are none', () => {
    const { dispersion } = learn({ dispersion: {}, reference: {} }, 'errors', [
      [100, 1],
      [Number.NaN, 3],
      [100, -1],
      [100, 2],
    ])
    expect(dispersion.errors?.pairs).toBe(1)
  })

  it('is thin before enough was seen, and where slices spoke only for small canaries', () => {
    const little = { squares: 1, mass: 10, pairs: 3 }
    expect(isThin(little, 1, 99)).toBe(true)
    expect(isThin({ ...little, slicePhi: 1.2 }, 1, 99)).toBe(false)
    expect(isThin({ ...little, slicePhi: 1.2 }, 50, 50)).toBe(true)
    expect(isThin({ squares: 500, mass: 500, pairs: 100 }, 1, 99)).toBe(false)
  })

  it('lies between the slice and the fleet as the canary grows', () => {
    const known = { squares: 5_000, mass: 500, pairs: 500, slicePhi: 1.5 }
    const phis = [1, 10, 50].map((share) => phiOf(known, share, 100 - share))
    expect(phis).toEqual([...phis].sort((a, b) => a - b))
    expect(phis[0]).toBeCloseTo(1.55, 6)
  })

  it('of recorded slices is variance over mean, raised by 15 %', () => {
    expect(slicePhi([[0, 2, 0, 2]])).toBeCloseTo(1.15 * (4 / 3), 9)
    expect(slicePhi([[1, 1, 1, 1]])).toBe(1)
    expect(slicePhi([[]])).toBeGreaterThan(3)
  })
})
