import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { type ArrivalOptions, arrivals, parseTarget } from './arrivals.ts'

const options: ArrivalOptions = {
  targets: [
    { service: 'checkout', ratePerSec: 300 },
    { service: 'search', ratePerSec: 100 },
  ],
  orderShare: 0.1,
  customers: 50,
  durationMs: 20_000,
}

describe('arrivals', () => {
  test('come at the rates asked for, in order, within the duration', () => {
    const all = [...arrivals(options, seededRandom(3))]
    expect(all.length).toBeGreaterThan(7_600)
    expect(all.length).toBeLessThan(8_400)
    const checkout = all.filter(({ service }) => service === 'checkout').length / all.length
    expect(checkout).toBeCloseTo(0.75, 1)
    expect(all.every(({ atMs }, index) => atMs >= (all[index - 1]?.atMs ?? 0) && atMs < 20_000)).toBe(true)
    expect(all.every(({ customer }) => customer >= 0 && customer < 50)).toBe(true)
  })

  test('repeat for the same seed', () => {
    expect([...arrivals(options, seededRandom(3))]).toEqual([...arrivals(options, seededRandom(3))])
  })
})

test.each([
  ['checkout:100', { service: 'checkout', ratePerSec: 100 }],
  ['search:0.5', { service: 'search', ratePerSec: 0.5 }],
  ['search:0', undefined],
  ['search', undefined],
  ['Search:1', undefined],
])('parseTarget reads %s', (text, expected) => {
  expect(parseTarget(text)).toEqual(expected)
})
