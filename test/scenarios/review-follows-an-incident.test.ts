/** The review of an incident: drafted the moment the service is restored, its deadlines at their instants, its items to done. */
import type { ReviewItem, ReviewView } from '@houston/core/review'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { incidentUnderWay, onlyIncident, openGroup, resolveGroup } from '../harness/incident.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutPages } from '../harness/topology.ts'

async function restored(houston: Houston): Promise<ReviewItem> {
  await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
  await openGroup(houston, { severity: 'SEV3' })
  const { id } = await onlyIncident(houston)
  await houston.accepted('incident.acknowledge', { incidentId: id })
  await houston.fastForward('14m')
  await resolveGroup(houston)
  await houston.fastForward('2m')
  houston.allowEvents(
    ...incidentUnderWay,
    'review.drafted',
    'review.due',
    'review.minded',
    'review.written',
    'review.reached',
  )
  return houston.accepted<ReviewItem>('review.find', { incidentId: id })
}

const dues = (houston: Houston, sinceMs: number) =>
  houston
    .events('review.due')
    .map(({ time, data }) => [(Date.parse(time) - sinceMs) / 60_000, data.what, data.level, data.to])

const whys = [
  'It failed',
  'It rounds twice',
  'Two modules round',
  'No test covers both',
  'No rule asks for such a test',
].map((answer) => ({ question: 'Why?', answer }))

scenario(
  'nobody writes it: the writer, the team and then the executive hear of each deadline',
  async (houston) => {
    const review = await restored(houston)
    expect(review).toMatchObject({ state: 'drafted', author: 'ann', owner: 'payments', loss: { durationMs: 960_000 } })
    const { markdown } = await houston.accepted<{ markdown: string }>('review.markdown', { reviewId: review.id })
    expect(markdown).toContain('14 minutes between')
    expect(markdown).toContain('Ask why, and ask again of each answer.')
    await houston.fastForward('1h29m')
    expect(dues(houston, review.restoredAtMs)).toEqual([])
    await houston.fastForward('1h1m')
    expect(dues(houston, review.restoredAtMs)).toEqual([
      [90, 'preliminary', 0, 'ann'],
      [120, 'preliminary', 1, 'payments'],
      [150, 'preliminary', 2, 'payments'],
    ])
  },
  { topology: withoutPages },
)

scenario(
  'a review that stops at a person is refused; six items agree it, the last one done ends it',
  async (houston) => {
    const { id: reviewId, restoredAtMs } = await restored(houston)
    await houston.accepted('review.reach', { reviewId, stage: 'preliminary' })
    const blaming = [...whys.slice(0, 4), { question: 'Why?', answer: 'The engineer forgot it' }]
    await houston.accepted('review.write', {
      reviewId,
      rootCause: 'Two modules round.',
      whys: blaming,
      factors: ['A sale'],
    })
    const refused = await houston.command('review.reach', { reviewId, stage: 'analysed' })
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'review.wanting', fields: [{ path: 'whys[4].answer' }] },
    })
    await houston.accepted('review.write', { reviewId, whys })
    await houston.accepted('review.reach', { reviewId, stage: 'analysed' })

    const item = { reviewId, title: 'Test both', owner: 'bo', priority: 'P1', dueAtMs: restoredAtMs + 3 * 86_400_000 }
    for (const missing of ['owner', 'priority', 'dueAtMs']) {
      const answer = await houston.command('review.add-item', { ...item, [missing]: undefined })
      expect(answer).toMatchObject({ status: 400, body: { fields: [{ path: missing }] } })
    }
    expect(await houston.command('review.add-item', { ...item, dueAtMs: houston.nowMs })).toMatchObject({ status: 400 })
    for (let count = 0; count < 5; count++)
      await houston.accepted('review.add-item', { ...item, title: `Item ${count}` })
    expect(await houston.command('review.reach', { reviewId, stage: 'agreed' })).toMatchObject({
      body: { code: 'review.wanting' },
    })
    await houston.accepted('review.add-item', item)
    await houston.accepted('review.reach', { reviewId, stage: 'agreed' })

    await houston.fastForward('2d')
    expect(dues(houston, restoredAtMs).map(([, , level, to]) => [level, to])).toEqual(Array(6).fill([0, 'bo']))
    const { items } = await houston.accepted<ReviewView>('review.get', { reviewId })
    for (const { id: itemId } of items)
      await houston.accepted('review.finish-item', { reviewId, itemId, outcome: 'merged' })
    expect(await houston.accepted('review.get', { reviewId })).toMatchObject({
      review: { state: 'done', openItems: 0 },
    })
    await houston.fastForward('5d')
    expect(dues(houston, restoredAtMs)).toHaveLength(6)
    houston.expectEvents({ 'review.item-added': 6, 'review.item-done': 6 })
  },
  { topology: withoutPages },
)
