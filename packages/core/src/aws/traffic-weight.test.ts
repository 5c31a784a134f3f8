/** A share is set exactly or refused, and read back as the number that was written. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percentOf, percentOfFraction, wholeRatio, wholeSteps } from './traffic-weight.ts'

test.each([
  [0, { canary: 0, stable: 1 }],
  [0.1, { canary: 1, stable: 999 }],
  [0.5, { canary: 1, stable: 199 }],
  [12.5, { canary: 1, stable: 7 }],
  [33.3, { canary: 333, stable: 667 }],
  [99.9, { canary: 999, stable: 1 }],
  [100, { canary: 1, stable: 0 }],
])('%d %% is the ratio %j', (weightPercent, ratio) => {
  expect(wholeRatio(weightPercent, 999)).toEqual(ratio)
})

test.each([0.05, 33.33, 99.95, 0.0000001])('%d %% is no ratio of numbers up to 999', (weightPercent) => {
  expect(() => wholeRatio(weightPercent, 999)).toThrow(
    expect.objectContaining({
      code: 'traffic.weight-inexpressible',
      fields: [expect.objectContaining({ path: 'weightPercent' })],
    }),
  )
})

test.each([-0.1, 100.1, Number.NaN, Number.POSITIVE_INFINITY])('%d is no share', (weightPercent) => {
  const invalid = expect.objectContaining({ code: 'traffic.weight-invalid' })
  expect(() => wholeRatio(weightPercent, 999)).toThrow(invalid)
  expect(() => wholeSteps(weightPercent, 0.01)).toThrow(invalid)
})

test('every tenth of a per cent is a ratio, and is read back as written', () => {
  for (let tenths = 0; tenths <= 1_000; tenths++) {
    const weightPercent = tenths / 10
    const { canary, stable } = wholeRatio(weightPercent, 999)
    expect(percentOf(canary, canary + stable)).toBe(weightPercent)
  }
})

test('every hundredth of a per cent survives being a fraction', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
      const weightPercent = hundredths / 100
      const steps = wholeSteps(weightPercent, 0.01)
      expect(steps).toBe(hundredths)
      expect(percentOfFraction(steps / 10_000)).toBe(weightPercent)
    }),
    { numRuns: 1_000, seed: 1 },
  )
})
