import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Activity } from './activity.ts'
import { RuntimeClock } from './timers.ts'

const originMs = 1_000_000
const stopped = (activity = new Activity()) =>
  new RuntimeClock({ speed: 0, originMs, realOriginMs: Date.now(), activity })

describe('a stopped clock', () => {
  it('stands still', async () => {
    const clock = stopped()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(clock.nowMs()).toBe(originMs)
  })

  it('fires what falls due in the order of its time, and of its setting at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 })), async (delays) => {
        const clock = stopped()
        const fired: number[] = []
        delays.forEach((delayMs, index) => void clock.at(originMs + delayMs, () => fired.push(index)))
        await clock.advanceTo(originMs + 20)
        const expected = delays.map((delayMs, index) => ({ delayMs, index })).sort((a, b) => a.delayMs - b.delayMs)
        expect(fired).toEqual(expected.map(({ index }) => index))
      }),
    )
  })

  it('fires at the instant itself and not before', async () => {
    const clock = stopped()
    const seen: number[] = []
    clock.at(originMs + 100, () => seen.push(clock.nowMs()))
    await clock.advanceTo(originMs + 99)
    expect(seen).toEqual([])
    await clock.advanceTo(originMs + 100)
    expect(seen).toEqual([originMs + 100])
    await clock.advanceTo(originMs + 500)
    expect(seen).toHaveLength(1)
    expect(clock.nowMs()).toBe(originMs + 500)
  })

  it('fires what timers set on the way, where it falls due on the way', async () => {
    const clock = stopped()
    const seen: string[] = []
    clock.at(originMs + 10, () => {
      seen.push(`first at ${clock.nowMs() - originMs}`)
      clock.at(originMs + 15, () => seen.push(`second at ${clock.nowMs() - originMs}`))
      clock.at(originMs + 25, () => seen.push('third'))
    })
    await clock.advanceTo(originMs + 20)
    expect(seen).toEqual(['first at 10', 'second at 15'])
  })

  it('lets the runtime come to rest before it moves on', async () => {
    const activity = new Activity()
    const clock = stopped(activity)
    const seen: number[] = []
    clock.at(originMs + 10, () => {
      const slow = async (): Promise<void> => {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve()
        seen.push(clock.nowMs() - originMs)
      }
      void activity.track(slow())
    })
    clock.at(originMs + 11, () => seen.push(clock.nowMs() - originMs))
    await clock.advanceTo(originMs + 20)
    expect(seen).toEqual([10, 11])
  })

  it('does not fire what was taken back, by itself or by another timer', async () => {
    const clock = stopped()
    const fired: string[] = []
    const takeBack = clock.at(originMs + 10, () => fired.push('taken back'))
    const takeBackLater = clock.at(originMs + 12, () => fired.push('taken back on the way'))
    clock.at(originMs + 11, () => takeBackLater())
    const kept = clock.at(originMs + 13, () => fired.push('kept'))
    takeBack()
    takeBack()
    await clock.advanceTo(originMs + 20)
    kept()
    expect(fired).toEqual(['kept'])
  })

  it('fires a timer of the past at the next move, and never turns back for it', async () => {
    const clock = stopped()
    const seen: number[] = []
    clock.at(originMs - 50, () => seen.push(clock.nowMs()))
    await clock.advanceTo(originMs)
    await clock.advanceTo(originMs - 10)
    expect(seen).toEqual([originMs])
    expect(clock.nowMs()).toBe(originMs)
  })

  it('fires nothing once it is closed', async () => {
    const clock = stopped()
    const fired: string[] = []
    clock.at(originMs + 10, () => fired.push('fired'))
    clock.close()
    await clock.advanceTo(originMs + 20)
    expect(fired).toEqual([])
  })
})

describe('a running clock', () => {
  beforeEach(() => vi.useFakeTimers({ now: 5_000_000 }))
  afterEach(() => vi.useRealTimers())
  const running = (speed: number) =>
    new RuntimeClock({ speed, originMs, realOriginMs: 5_000_000, activity: new Activity() })

  it('is as many times faster as it is told', async () => {
    const clock = running(60)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(clock.nowMs()).toBe(originMs + 60_000)
  })

  it('fires in its own time', async () => {
    const clock = running(60)
    const seen: number[] = []
    clock.at(originMs + 3_600_000, () => seen.push(clock.nowMs()))
    await vi.advanceTimersByTimeAsync(59_999)
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(seen).toEqual([originMs + 3_600_000])
  })

  it('fires a timer that is set later for earlier, and both', async () => {
    const clock = running(1)
    const seen: string[] = []
    clock.at(originMs + 100, () => seen.push('late'))
    clock.at(originMs + 50, () => seen.push('early'))
    await vi.advanceTimersByTimeAsync(60)
    expect(seen).toEqual(['early'])
    await vi.advanceTimersByTimeAsync(60)
    expect(seen).toEqual(['early', 'late'])
  })

  it('fires what lies further away than a machine’s timer reaches', async () => {
    const clock = running(1)
    const seen: string[] = []
    const fortyDaysMs = 40 * 86_400_000
    clock.at(originMs + fortyDaysMs, () => seen.push('due'))
    await vi.advanceTimersByTimeAsync(fortyDaysMs - 1)
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(seen).toEqual(['due'])
  })

  it('never runs backwards, though the machine’s clock is set back', () => {
    const clock = running(1)
    vi.setSystemTime(5_010_000)
    expect(clock.nowMs()).toBe(originMs + 10_000)
    vi.setSystemTime(5_001_000)
    expect(clock.nowMs()).toBe(originMs + 10_000)
  })

  it('goes on with the other timers where one throws', async () => {
    const clock = running(1)
    const seen: string[] = []
    clock.at(originMs + 10, () => {
      throw new Error('broken timer')
    })
    clock.at(originMs + 10, () => seen.push('second'))
    clock.at(originMs + 20, () => seen.push('third'))
    await expect(vi.advanceTimersByTimeAsync(30)).rejects.toThrow('broken timer')
    await vi.advanceTimersByTimeAsync(30)
    expect(seen).toEqual(['second', 'third'])
  })

  it('cannot be advanced by hand', async () => {
    await expect(running(1).advanceTo(originMs + 1)).rejects.toThrow('only a stopped clock')
  })

  it('sleeps no more once it is closed', async () => {
    const clock = running(1)
    const seen: string[] = []
    clock.at(originMs + 10, () => seen.push('fired'))
    clock.close()
    await vi.advanceTimersByTimeAsync(100)
    expect(seen).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
