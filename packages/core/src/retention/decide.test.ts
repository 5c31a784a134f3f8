import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideRetention, type RetentionPolicy, type Uses } from './decide.ts'

const policy: RetentionPolicy = { keepForMs: 100, keepNewest: 1, keepPerTarget: 2 }
const built = (version: string, builtAtMs: number) => ({ version, builtAtMs })
const artifacts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((version, index) => built(version, index))
const uses: Uses = {
  targets: [{ serving: 'a', healthy: ['g', 'f', 'b', 'a'] }],
  inFlight: ['c'],
  pinned: ['d'],
}
const reasons = (facts: Uses | undefined, nowMs = 1_000) => {
  const { keeps, removes } = decideRetention(artifacts, facts, policy, nowMs)
  return [
    Object.fromEntries(keeps.map(({ artifact, reason }) => [artifact.version, reason])),
    removes.map(({ version }) => version),
  ]
}

describe('retention', () => {
  it('keeps what runs, is on its way, is returned to, is pinned, and the newest; the rest goes', () => {
    expect(reasons(uses)).toEqual([{ a: 'live', b: 'rollback', c: 'in-flight', d: 'pinned', g: 'newest' }, ['e', 'f']])
  })

  it('keeps everything where what uses it is not known', () => {
    expect(reasons(undefined)[1]).toEqual([])
  })

  it('keeps what is younger than the policy asks, until before that instant', () => {
    expect(reasons(uses, 104)[1]).toEqual(['e'])
    expect(reasons(uses, 103)[1]).toEqual([])
  })

  it('never removes what is live anywhere, in flight, pinned or needed to roll back', () => {
    const version = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
    const versions = fc.uniqueArray(version)
    const target = fc.record({ serving: fc.option(version, { nil: undefined }), healthy: versions })
    const facts = fc.record({ targets: fc.array(target), inFlight: versions, pinned: versions })
    const numbers = fc.record({
      keepForMs: fc.nat(20),
      keepNewest: fc.nat(4),
      keepPerTarget: fc.integer({ min: 1, max: 4 }),
    })
    const times = fc.array(fc.record({ version, builtAtMs: fc.nat(30) }))
    fc.assert(
      fc.property(times, facts, numbers, fc.nat(60), (stored, used, limits, nowMs) => {
        const { keeps, removes } = decideRetention(stored, used, limits, nowMs)
        expect(keeps.length + removes.length).toBe(stored.length)
        for (const { version: gone, builtAtMs } of removes) {
          for (const { serving, healthy } of used.targets) {
            expect(serving).not.toBe(gone)
            expect(healthy.slice(-limits.keepPerTarget)).not.toContain(gone)
          }
          expect([...used.inFlight, ...used.pinned]).not.toContain(gone)
          expect(nowMs - builtAtMs).toBeGreaterThanOrEqual(limits.keepForMs)
        }
        expect(keeps.length).toBeGreaterThanOrEqual(Math.min(limits.keepNewest, stored.length))
      }),
    )
  })
})
