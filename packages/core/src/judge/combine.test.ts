import { describe, expect, it } from 'vitest'
import { eHolm, logAnyHarm } from './combine.ts'

describe('several metrics', () => {
  it('average their e-values', () => {
    expect(Math.exp(logAnyHarm([Math.log(300), 0, Number.NEGATIVE_INFINITY]))).toBeCloseTo(301 / 3, 9)
    expect(logAnyHarm([])).toBe(0)
  })

  it('blame stepwise: the second needs less than the first', () => {
    const logs = [Math.log(150), Math.log(210), 0]
    expect(eHolm(logs, 0.01)).toEqual([])
    expect(eHolm([Math.log(250), Math.log(310), 0], 0.01)).toEqual([1, 0])
  })

  it('blames at exactly the threshold', () => {
    expect(eHolm([Math.log(1 / 0.01)], 0.01)).toEqual([0])
  })
})
