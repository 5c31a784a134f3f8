import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineId, type Id } from './id.ts'
import { seededRandom } from './random.ts'

const release = defineId('rel')
const times = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe('ids', () => {
  it('sort by their time', () => {
    fc.assert(
      fc.property(times, times, fc.integer(), (a, b, seed) => {
        const random = seededRandom(seed)
        const [first, second] = [release.create(a, random), release.create(b, random)]
        if (a !== b) expect(first < second).toBe(a < b)
      }),
    )
  })

  it('tell their time', () => {
    fc.assert(fc.property(times, (timeMs) => release.timeMs(release.create(timeMs, seededRandom(1))) === timeMs))
  })

  it('are new each time, and the same for the same seed', () => {
    const random = seededRandom(7)
    const made = Array.from({ length: 1_000 }, () => release.create(1_700_000_000_000, random))
    expect(new Set(made).size).toBe(1_000)
    expect(release.create(1_700_000_000_000, seededRandom(7))).toBe(made[0])
  })

  it('are derived alike from the same parts, and stay as they are from version to version', () => {
    expect(release.derive(1_700_000_000_000, 'checkout', '1.4.2')).toBe('rel_01hf7yat00b2jtfxq3f0kkbwyx')
    expect(release.derive(1_700_000_000_000, 'checkout', '1.4.2')).toBe(
      release.derive(1_700_000_000_000, 'checkout', '1.4.2'),
    )
  })

  it('differ where the same letters are cut into other parts', () => {
    expect(release.derive(0, 'ab', 'c')).not.toBe(release.derive(0, 'a', 'bc'))
    expect(release.derive(0, 'ab')).not.toBe(release.derive(0, 'ab', ''))
    expect(release.derive(0, '1:a')).not.toBe(release.derive(0, '1', 'a'))
  })

  it('know their own', () => {
    const id = release.create(1_700_000_000_000, seededRandom(1))
    expect(release.is(id)).toBe(true)
    for (const other of [
      `inc_${id.slice(4)}`,
      id.toUpperCase(),
      'rel_',
      `${id}#x`,
      'rel_ilou000000000000',
      7,
      undefined,
    ])
      expect(release.is(other)).toBe(false)
  })

  it('of two kinds cannot be swapped', () => {
    expectTypeOf<Id<'rel'>>().not.toExtend<Id<'inc'>>()
    expectTypeOf<string>().not.toExtend<Id<'rel'>>()
  })
})
