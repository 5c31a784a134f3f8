import { describe, expect, it } from 'vitest'
import { dayMs, hourMs } from '../clock.ts'
import { remindAtMs, reviewDues } from './deadline.ts'
import { itemId, reviewId } from './review.ts'

const review = { state: 'drafted', restoredAtMs: 0, reminders: 0, severity: 'SEV1' } as const
const item = {
  id: itemId.derive(0, 'a'),
  reviewId: reviewId.derive(0, 'r'),
  service: 'checkout',
  team: 'payments',
  title: 'Test both',
  owner: 'ann',
  priority: 'P1',
  kind: 'prevent',
  dueAtMs: 9 * dayMs,
  state: 'open',
  reminders: 0,
  createdAtMs: 0,
  revision: 1,
} as const

describe('deadlines', () => {
  it.each([
    ['drafted', 'preliminary', 2 * hourMs],
    ['preliminary', 'analysed', 24 * hourMs],
    ['analysed', 'agreed', 7 * dayMs],
  ] as const)('a review that is %s is due to be %s', (state, stage, dueAtMs) => {
    expect(reviewDues({ ...review, state }, [item])).toMatchObject([{ what: { name: stage }, dueAtMs }])
  })

  it('are reminded of before, at and after the instant, then daily', () => {
    expect([0, 1, 2, 3, 4].map((count) => remindAtMs(10 * dayMs, dayMs, count) / dayMs)).toEqual([9, 10, 11, 12, 13])
  })

  it('of items count once they are agreed, and until they are done', () => {
    expect(reviewDues({ ...review, state: 'agreed' }, [item])).toMatchObject([
      { what: { name: item.id }, dueAtMs: 9 * dayMs },
    ])
    expect(reviewDues({ ...review, state: 'agreed' }, [{ ...item, state: 'done' }])).toEqual([])
  })

  it('chase nobody for a cosmetic fault', () => {
    expect(reviewDues({ ...review, severity: 'SEV4' }, [])).toEqual([])
  })
})
