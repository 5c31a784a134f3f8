import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from './random.ts'

const draws = (seed: number, count: number): number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random.next())
}

/** Pearson's statistic of counts that should all be equal. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('a seeded random', () => {
  it('repeats for the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(draws(seed, 50)).toEqual(draws(seed, 50))
      }),
    )
  })

  it('differs between neighbouring seeds', () => {
    const firsts = new Set(Array.from({ length: 2_000 }, (_, seed) => seededRandom(seed).next()))
    expect(firsts.size).toBe(2_000)
  })

  it('stays in [0, 1)', () => {
    const values = draws(3, 100_000)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
  })

  // 99 degrees of freedom: 149 is passed by chance once in a thousand; the seeds are fixed, so the test never flickers.
  it('is uniform over a hundred bins', () => {
    for (const seed of [1, 2, 3]) {
      const counts = new Array<number>(100).fill(0)
      for (const value of draws(seed, 100_000))
        counts[Math.floor(value * 100)] = (counts[Math.floor(value * 100)] ?? 0) + 1
      expect(chiSquared(counts)).toBeLessThan(149)
    }
  })

  // 255 degrees of freedom: 331 at one in a thousand.
  it('gives every byte as often as any other', () => {
    const counts = new Array<number>(256).fill(0)
    for (const byte of seededRandom(11).bytes(200_000)) counts[byte] = (counts[byte] ?? 0) + 1
    expect(chiSquared(counts)).toBeLessThan(331)
  })

  it('gives as many bytes as asked for', () => {
    expect(seededRandom(1).bytes(0)).toHaveLength(0)
    expect(seededRandom(1).bytes(12)).toHaveLength(12)
  })
})
