/** Idle means that nobody has anything left to do, asked again after everything that was done. */
import { expect, test } from 'vitest'
import { SettlingActivity } from './settling-activity.ts'

test('asks every source again until a whole round finds nothing', async () => {
  const activity = new SettlingActivity()
  const asked: string[] = []
  let rounds = 3
  activity.addSource(async () => {
    asked.push('a')
    return --rounds > 0
  })
  activity.addSource(async () => {
    asked.push('b')
    return false
  })
  await activity.idle()
  expect(asked.join('')).toBe('ababab')
})

test('waits for work that a source has started, before it asks again', async () => {
  const activity = new SettlingActivity()
  const order: string[] = []
  let first = true
  activity.addSource(async () => {
    order.push('asked')
    if (first)
      void activity.track(new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => void order.push('done')))
    first = false
    return false
  })
  await activity.idle()
  expect(order).toEqual(['asked', 'done', 'asked'])
})

test('asks no source that was taken away, and passes on what a source throws', async () => {
  const activity = new SettlingActivity()
  const remove = activity.addSource(async () => {
    throw new Error('unreadable')
  })
  await expect(activity.idle()).rejects.toThrow('unreadable')
  remove()
  await activity.idle()
})
