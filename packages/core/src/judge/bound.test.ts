import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { detectableRatio, harmGrowth, lowerMean, requestsToDetect, upperMean } from './bound.ts'
import { poisson } from './sample.ts'

describe('bounds of a count', () => {
  it.each([0, 1, 5, 40, 3_000])('lie on both sides of %d events, further apart with more dispersion', (events) => {
    expect(upperMean(events, 1, 0.01)).toBeGreaterThan(events)
    expect(lowerMean(events, 1, 0.01)).toBeLessThanOrEqual(events)
    expect(upperMean(events, 3, 0.01)).toBeGreaterThan(upperMean(events, 1, 0.01))
    expect(upperMean(events, 1, 0.001)).toBeGreaterThan(upperMean(events, 1, 0.01))
  })

  it('say of no events what the rule of ln(1/β) says, and the price of looking at any time', () => {
    expect(upperMean(0, 1, 0.01)).toBeGreaterThan(Math.log(100))
    expect(upperMean(0, 1, 0.01)).toBeLessThan(Math.log(100) + 3)
  })

  it('hold at every look of a growing count', () => {
    const random = seededRandom(3)
    let missed = 0
    for (let run = 0; run < 120; run++) {
      let events = 0
      let wrong = false
      for (let look = 1; look <= 25; look++) {
        events += poisson(random, 0.5)
        if (upperMean(events, 1, 0.05) < 0.5 * look || lowerMean(events, 1, 0.05) > 0.5 * look) wrong = true
      }
      if (wrong) missed += 1
    }
    expect(missed / 120).toBeLessThan(0.1)
  })
})

describe('the requests a detection takes', () => {
  it('shrink as harm grows', () => {
    const needed = [0.001, 0.004, 0.009, 0.049].map((excess) => requestsToDetect(0.001, excess, 1 / 99, 1, 0.01, 1))
    expect(needed).toEqual([...needed].sort((a, b) => b - a))
  })

  it('are endless where the harm is below what the test looks for', () => {
    expect(harmGrowth(0.001, 0.0001, 1 / 99)).toBeLessThan(0)
    expect(requestsToDetect(0.001, 0.0001, 1 / 99, 1, 0.01, 1)).toBe(Number.POSITIVE_INFINITY)
  })

  it('give the detectable ratio back', () => {
    const requests = requestsToDetect(0.001, 0.004, 1 / 99, 1, 0.01, 1)
    expect(detectableRatio(0.001, requests, 1 / 99, 1, 0.01, 1)).toBeCloseTo(5, 1)
    expect(detectableRatio(0, requests, 1 / 99, 1, 0.01, 1)).toBeNull()
    expect(detectableRatio(0.001, 1, 1 / 99, 1, 0.01, 1)).toBeNull()
  })
})
