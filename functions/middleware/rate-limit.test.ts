/** How many requests are answered, of one address and of all. */
import { describe, expect, it } from 'vitest'
import { RateLimit } from './rate-limit.ts'

const admitted = (limit: RateLimit, address: string, count: number, nowMs: number): number =>
  Array.from({ length: count }, () => limit.admits(address, nowMs)).filter(Boolean).length

describe('a rate limit', () => {
  it('answers a burst of one address, then as many as its bucket fills, and others all the while', () => {
    const limit = new RateLimit({ perAddress: { burst: 3, perSec: 1 }, together: { burst: 100, perSec: 100 } })
    expect(admitted(limit, 'a', 5, 0)).toBe(3)
    expect(admitted(limit, 'b', 5, 0)).toBe(3)
    expect(admitted(limit, 'a', 5, 999)).toBe(0)
    expect(admitted(limit, 'a', 5, 2_000)).toBe(2)
    expect(admitted(limit, 'a', 5, 1_000_000)).toBe(3)
  })

  it('answers all together no more than that, from however many addresses', () => {
    const limit = new RateLimit({ perAddress: { burst: 3, perSec: 1 }, together: { burst: 10, perSec: 1 } })
    const total = Array.from({ length: 50 }, (_, index) => admitted(limit, `a${index}`, 1, 0)).reduce((a, b) => a + b)
    expect(total).toBe(10)
  })
})
