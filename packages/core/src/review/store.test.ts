import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContext, testStartMs } from '../../../../test/harness/context.ts'
import { incidentItem, newIncidentId } from '../../../../test/harness/incident-item.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { draftOf } from './draft.ts'
import { type ActionItem, itemId, type ReviewItem } from './review.ts'
import {
  actionItemEntity,
  chartsOfReview,
  doneReviews,
  itemsOfReview,
  openItemsOf,
  openReviews,
  reviewChartEntity,
  reviewEntity,
  reviewsOfService,
  ticketClaimEntity,
  ticketEntity,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const review = (more: Partial<ReviewItem> = {}): ReviewItem => {
  const incident = incidentItem(newIncidentId())
  const facts = { incident, timeline: [], restoredAtMs: testStartMs, changes: [], charts: [] }
  return { ...draftOf(facts, testContext()), ...more }
}
const actionItem = (reviewId: ReviewItem['id'], name: string): ActionItem => ({
  id: itemId.derive(testStartMs, reviewId, name),
  reviewId,
  service: 'checkout',
  team: 'payments',
  title: name,
  owner: 'ann',
  priority: 'P1',
  kind: 'prevent',
  dueAtMs: testStartMs,
  state: 'open',
  reminders: 0,
  createdAtMs: testStartMs,
  revision: 0,
})

describe('reviews', () => {
  it('are found by id, by service, and among the open ones until they are done', async () => {
    const item = review({ service: 'basket' })
    await table.store.transact([reviewEntity.create(item)])
    expect(await reviewEntity.get(table.store, item)).toEqual({ ...item, revision: 1 })
    const ids = async (query: { index: 'gsi1' | 'gsi2'; pk: string }) =>
      (await reviewEntity.queryAll(table.store, { ...query, limit: 10 })).map(({ id }) => id)
    expect(await ids(reviewsOfService('basket'))).toEqual([item.id])
    expect(await ids(openReviews)).toEqual([item.id])
    await table.store.transact([reviewEntity.replace({ ...item, state: 'done', revision: 1 })])
    expect(await ids(openReviews)).toEqual([])
    expect(await ids(doneReviews(testStartMs))).toEqual([item.id])
  })
})

describe('what belongs to a review', () => {
  it('are its action items, and of a team those that are open', async () => {
    const [one, other] = [review(), review()]
    const items = [actionItem(one.id, 'a'), actionItem(one.id, 'b'), actionItem(other.id, 'c')]
    await table.store.transact(items.map((item) => actionItemEntity.create(item)))
    expect(await actionItemEntity.get(table.store, items[0] as ActionItem)).toEqual({ ...items[0], revision: 1 })
    const found = await actionItemEntity.queryAll(table.store, { ...itemsOfReview(one.id), limit: 10 })
    expect(found.map(({ title }) => title).sort()).toEqual(['a', 'b'])
    await table.store.transact([actionItemEntity.replace({ ...(items[2] as ActionItem), state: 'done', revision: 1 })])
    const open = await actionItemEntity.queryAll(table.store, { ...openItemsOf('payments'), limit: 10 })
    expect(open.map(({ title }) => title).sort()).toEqual(['a', 'b'])
  })

  it('are its charts', async () => {
    const { id } = review()
    const chart = { reviewId: id, metric: 'errors', title: 'errors', points: [], missing: 'no past', revision: 0 }
    await table.store.transact([reviewChartEntity.create(chart)])
    expect(await reviewChartEntity.get(table.store, chart)).toEqual({ ...chart, revision: 1 })
    expect(await reviewChartEntity.queryAll(table.store, { ...chartsOfReview(id), limit: 10 })).toHaveLength(1)
  })

  it('are the tickets of its items, found by what their tracker calls them', async () => {
    const { id } = review()
    const ticket = {
      system: 'github',
      key: 'acme/checkout#7',
      reviewId: id,
      itemId: actionItem(id, 'a').id,
      revision: 0,
    }
    await table.store.transact([ticketEntity.create(ticket)])
    expect(await ticketEntity.get(table.store, ticket)).toEqual({ ...ticket, revision: 1 })
  })

  it('are who files a ticket at this moment, found by its item', async () => {
    const claim = { itemId: actionItem(review().id, 'a').id, claimedAtMs: testStartMs, revision: 0 }
    await table.store.transact([ticketClaimEntity.create(claim)])
    expect(await ticketClaimEntity.get(table.store, claim)).toEqual({ ...claim, revision: 1 })
  })
})
