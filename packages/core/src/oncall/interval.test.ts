import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contains, coveredMs, forEachCut, type Interval, intersect, overlaps, stretchesOf, unite } from './interval.ts'

const interval = (fromMs: number, untilMs: number): Interval => ({ fromMs, untilMs })

test('holds its start and not its end', () => {
  expect([
    contains(interval(1, 3), 0),
    contains(interval(1, 3), 1),
    contains(interval(1, 3), 2),
    contains(interval(1, 3), 3),
  ]).toEqual([false, true, true, false])
  expect(overlaps(interval(1, 3), interval(3, 4))).toBe(false)
  expect(intersect(interval(1, 3), interval(3, 4))).toBeUndefined()
  expect(intersect(interval(1, 4), interval(3, 9))).toEqual(interval(3, 4))
})

test('unites what touches, and drops what is empty', () => {
  expect(unite([interval(5, 6), interval(1, 3), interval(3, 4), interval(4, 4), interval(9, 8)])).toEqual([
    interval(1, 4),
    interval(5, 6),
  ])
})

const list = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 9 })), { maxLength: 12 })
  .map((pairs) => unite(pairs.map(([fromMs, length]) => interval(fromMs, fromMs + length))))
const instants = Array.from({ length: 72 }, (_, index) => index)
const within = (intervals: readonly Interval[], atMs: number): boolean => intervals.some((one) => contains(one, atMs))

test('cuts to the instants that both lists hold', () => {
  fc.assert(
    fc.property(list, list, (pieces, windows) => {
      const cut: Interval[] = []
      forEachCut(pieces, windows, (_, fromMs, untilMs) => cut.push(interval(fromMs, untilMs)))
      for (const atMs of instants) expect(within(cut, atMs)).toBe(within(pieces, atMs) && within(windows, atMs))
    }),
  )
})

test('measures what a list covers of an interval', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }), (windows, fromMs, length) => {
      const counted = instants.filter((atMs) => fromMs <= atMs && atMs < fromMs + length && within(windows, atMs))
      expect(coveredMs(interval(fromMs, fromMs + length), windows)).toBe(counted.length)
    }),
  )
})

test('tells for each instant which intervals hold it', () => {
  const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 12 })), { maxLength: 8 })
  fc.assert(
    fc.property(some, (pairs) => {
      const items = pairs.map(([fromMs, length], place) => ({ ...interval(fromMs, fromMs + length), place }))
      const stretches = stretchesOf(items)
      for (const atMs of instants) {
        const found = stretches.filter((stretch) => contains(stretch, atMs))
        expect(found.length).toBeLessThanOrEqual(1)
        expect(found.flatMap((stretch) => stretch.items)).toEqual(items.filter((item) => contains(item, atMs)))
      }
    }),
  )
})
