import { describe, expect, test } from 'vitest'
import { hashPoint, Spread, weightThreshold } from './spread.ts'

function hits(weightPercent: number, count: number, key = 'checkout'): number {
  const spread = new Spread(key)
  const threshold = weightThreshold(weightPercent)
  let found = 0
  for (let index = 0; index < count; index++) if (spread.next() < threshold) found++
  return found
}

describe('Spread', () => {
  test.each([
    [0, 10_000],
    [0.1, 10_000],
    [1, 1_000],
    [10, 100],
    [50, 20],
    [100, 10_000],
  ])('%d %% of %d requests is that share within two requests', (weightPercent, count) => {
    expect(Math.abs(hits(weightPercent, count) - (count * weightPercent) / 100)).toBeLessThanOrEqual(2)
  })

  test('every window of 200 requests holds 1 to 3 of a 1 % canary', () => {
    const spread = new Spread('search')
    const chosen = Array.from({ length: 20_000 }, () => spread.next() < weightThreshold(1))
    for (let start = 0; start + 200 <= chosen.length; start += 37) {
      const inWindow = chosen.slice(start, start + 200).filter(Boolean).length
      expect(inWindow).toBeGreaterThanOrEqual(1)
      expect(inWindow).toBeLessThanOrEqual(3)
    }
  })

  test('a pattern in the requests is not always met: both parities reach a 1 % canary', () => {
    const spread = new Spread('checkout')
    const parities = [0, 0]
    for (let index = 0; index < 20_000; index++)
      if (spread.next() < weightThreshold(1)) parities[index % 2] = (parities[index % 2] ?? 0) + 1
    expect(Math.min(...parities)).toBeGreaterThan(80)
  })

  test('sticky points are uniform for keys that differ in one digit', () => {
    const below = Array.from({ length: 10_000 }, (_, customer) => hashPoint(String(customer))).filter(
      (point) => point < weightThreshold(10),
    )
    expect(below.length).toBeGreaterThan(900)
    expect(below.length).toBeLessThan(1_100)
  })
})
