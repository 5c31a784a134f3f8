import { expect, test } from 'vitest'
import { Activity } from '../activity.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import type { Delivery } from './event-store.ts'

const delivery = (id: number, target = 't'): Delivery => ({
  ...{ id, target, eventId: `e${id}`, rule: 'r', replay: undefined },
  ...{ attempts: 0, acceptedMs: 0, dueMs: 0 },
})

function queueOf(attempt: (delivery: Delivery) => Promise<void>, concurrency = 1) {
  const activity = new Activity()
  return { activity, queue: new DeliveryQueue({ activity, concurrency: () => concurrency, attempt }) }
}

test('makes each attempt once, however long the lane', async () => {
  const made: number[] = []
  const { activity, queue } = queueOf(async ({ id }) => {
    made.push(id)
    // Feeding the lane while it works keeps it from ever running empty before the end.
    if (id < 5_000) queue.add(delivery(id + 2))
  })
  queue.add(delivery(1))
  queue.add(delivery(2))
  await activity.idle()
  expect(made.sort((a, b) => a - b)).toEqual(Array.from({ length: 5_001 }, (_, index) => index + 1))
  expect(queue.size).toBe(0)
})

test('takes a delivery once while it holds it, and again afterwards', async () => {
  const made: number[] = []
  const { activity, queue } = queueOf(async ({ id }) => void made.push(id))
  queue.add(delivery(1))
  queue.add(delivery(1))
  await activity.idle()
  queue.add(delivery(1))
  await activity.idle()
  expect(made).toEqual([1, 1])
})

test('closing waits for what is under way and starts nothing more', async () => {
  const made: number[] = []
  let finish = (): void => {}
  const { queue } = queueOf(({ id }) => {
    made.push(id)
    return new Promise((resolve) => {
      finish = resolve
    })
  })
  queue.add(delivery(1))
  queue.add(delivery(2))
  let closed = false
  const closing = queue.close().then(() => {
    closed = true
  })
  await Promise.resolve()
  expect(closed).toBe(false)
  finish()
  await closing
  expect(made).toEqual([1])
})
