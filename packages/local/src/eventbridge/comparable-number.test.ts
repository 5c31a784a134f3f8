import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparableNumber } from './comparable-number.ts'

test('every double can be compared by the literal that prints it', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(comparableNumber(String(value))).toBe(value === 0 ? 0 : value)
    }),
  )
})

test('different spellings of one value are one number', () => {
  for (const literal of ['5', '5.0', '5e0', '0.5e1', '50E-1', '5.00e+0']) expect(comparableNumber(literal)).toBe(5)
  expect(comparableNumber('-0')).toBe(0)
})

test('a literal no double holds cannot be compared', () => {
  for (const literal of ['9007199254740993', '1e400', '1e-400', '0.1000000000000000055511151231257827', 'x', ''])
    expect(comparableNumber(literal)).toBeUndefined()
})
