import { describe, expect, it } from 'vitest'
import { countStart, foldCount, foldCountAtCeiling, harmRatios, harmWeights, logRatio, safeWeights } from './count.ts'

/** ln of n over k. */
const logChoose = (n: number, k: number): number => {
  let sum = 0
  for (let index = 1; index <= k; index++) sum += Math.log((n - k + index) / index)
  return sum
}

const binomial = (n: number, k: number, p: number): number =>
  Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log(1 - p))

describe('the likelihood ratio of a tick', () => {
  it.each([
    [1, 1.5, 1 / 99],
    [1, 50, 1],
    [1.5, 1, 1 / 9],
    [1, 5, 3],
  ])('has mean 1 under its own null (base %d, rival %d, odds %d)', (base, rival, odds) => {
    const events = 30
    const share = (odds * base) / (1 + odds * base)
    let mean = 0
    for (let x = 0; x <= events; x++)
      mean += binomial(events, x, share) * Math.exp(logRatio(x, events - x, odds, base, rival))
    expect(mean).toBeCloseTo(1, 9)
  })

  it('is what the shares of exposure say', () => {
    const odds = 1 / 99
    const [p0, p1] = [0.01, (odds * 10) / (1 + odds * 10)]
    expect(logRatio(3, 40, odds, 1, 10)).toBeCloseTo(3 * Math.log(p1 / p0) + 40 * Math.log((1 - p1) / (1 - p0)), 12)
  })
})

describe('folding a tick', () => {
  it('weighs the mixtures to one', () => {
    expect(harmWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    expect(safeWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    expect(harmWeights).toHaveLength(harmRatios.length)
  })

  it('sees fewer orders as it sees more errors, with the arms swapped', () => {
    const up = foldCount(countStart(undefined), [100, 7], [900, 20], 'up', 0.5)
    const down = foldCount(countStart(undefined), [900, 20], [100, 7], 'down', 0.5)
    for (const [index, sum] of up.harm.entries()) expect(down.harm[index]).toBeCloseTo(sum, 12)
  })

  it('learns nothing about the canary from a tick without requests on one side', () => {
    const { harm, expected } = foldCount(countStart(undefined), [0, 0], [900, 20], 'up', 0.5)
    expect(harm.every((sum) => sum === 0)).toBe(true)
    expect(expected).toBe(0)
  })

  it('meets a ceiling as it meets an endless stable fleet at that rate', () => {
    const { harm } = foldCountAtCeiling(countStart(undefined), [1_000, 12], 0.001, 'up', 0.5)
    // Poisson likelihood ratio of r = 10: x ln r − (r − 1) · 1 expected event.
    expect(harm[4]).toBeCloseTo(12 * Math.log(10) - 9, 2)
  })
})
