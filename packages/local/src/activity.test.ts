import { describe, expect, it } from 'vitest'
import { Activity } from './activity.ts'

const settled = async (work: Promise<unknown>): Promise<boolean> => {
  let done = false
  void work.then(() => {
    done = true
  })
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  return done
}

describe('activity', () => {
  it('is idle while nothing is under way', async () => {
    expect(await settled(new Activity().idle())).toBe(true)
  })

  it('is idle only when the last work has ended, however it ended', async () => {
    const activity = new Activity()
    const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
    const tracked = [activity.track(first.promise), activity.track(second.promise).catch(() => 'failed')]
    const idle = activity.idle()
    expect(activity.running).toBe(2)
    first.resolve('done')
    expect(await settled(idle)).toBe(false)
    second.reject(new Error('no'))
    expect(await Promise.all(tracked)).toEqual(['done', 'failed'])
    expect(await settled(idle)).toBe(true)
    expect(activity.running).toBe(0)
  })

  it('wakes everybody who waits', async () => {
    const activity = new Activity()
    const work = Promise.withResolvers<void>()
    void activity.track(work.promise)
    const waiting = Promise.all([activity.idle(), activity.idle(), activity.idle()])
    work.resolve()
    expect(await settled(waiting)).toBe(true)
  })

  it('is not idle where work started other work before it ended', async () => {
    const activity = new Activity()
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    void activity.track(first.promise.then(() => void activity.track(second.promise)))
    const idle = activity.idle()
    first.resolve()
    expect(await settled(idle)).toBe(false)
    second.resolve()
    expect(await settled(idle)).toBe(true)
  })
})
