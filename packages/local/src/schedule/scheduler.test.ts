/** Schedules on a stopped clock, over restarts and failures. */
import { isoTime, minuteMs } from '@houston/core/clock.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Activity } from '../activity.ts'
import { type Database, openDatabase } from '../database.ts'
import { RuntimeClock } from '../timers.ts'
import { type Schedule, Scheduler } from './scheduler.ts'

const startMs = Date.UTC(2026, 0, 1)
const everyFive: Schedule = { name: 'tick', expression: 'rate(5 minutes)' }
const atNoon: Schedule = { name: 'noon', expression: 'cron(0 12 * * ? *)' }

let database: Database
let fired: string[]

beforeEach(() => {
  database = openDatabase(':memory:')
  fired = []
})
afterEach(() => database.close())

function boot(originMs: number, fire?: (schedule: Schedule, timeMs: number) => Promise<void>) {
  const activity = new Activity()
  const clock = new RuntimeClock({ speed: 0, originMs, realOriginMs: 0, activity })
  const record = async (schedule: Schedule, timeMs: number): Promise<void> => {
    fired.push(`${schedule.name} ${isoTime(timeMs).slice(5, 16)}`)
  }
  const scheduler = new Scheduler({ timers: clock, activity, database, fire: fire ?? record })
  return { clock, scheduler }
}

test('fires each schedule at its times, the boundary instant included, and not before', async () => {
  const { clock, scheduler } = boot(startMs)
  scheduler.start([everyFive])
  await clock.advanceTo(startMs + 5 * minuteMs - 1)
  expect(fired).toEqual([])
  await clock.advanceTo(startMs + 5 * minuteMs)
  expect(fired).toEqual(['tick 01-01T00:05'])
  await clock.advanceTo(startMs + 14 * minuteMs)
  expect(fired).toEqual(['tick 01-01T00:05', 'tick 01-01T00:10'])
})

test('makes up for the last missed firing alone after a restart, and for none that was fired', async () => {
  const first = boot(startMs)
  first.scheduler.start([everyFive, atNoon])
  await first.clock.advanceTo(startMs + 10 * minuteMs)
  first.scheduler.stop()
  fired.length = 0
  const dayLater = boot(startMs + 36 * 60 * minuteMs + 1)
  dayLater.scheduler.start([everyFive, atNoon])
  await dayLater.clock.advanceTo(dayLater.clock.nowMs())
  expect(fired).toEqual(['tick 01-02T12:00', 'noon 01-02T12:00'])
  dayLater.scheduler.stop()
  const again = boot(startMs + 36 * 60 * minuteMs + 2)
  again.scheduler.start([everyFive, atNoon])
  await again.clock.advanceTo(again.clock.nowMs() + 5 * minuteMs)
  expect(fired).toEqual(['tick 01-02T12:00', 'noon 01-02T12:00', 'tick 01-02T12:05'])
})

test('keeps the rhythm of a rate over a restart', async () => {
  const first = boot(startMs)
  first.scheduler.start([everyFive])
  first.scheduler.stop()
  const second = boot(startMs + 3 * minuteMs)
  second.scheduler.start([everyFive])
  await second.clock.advanceTo(startMs + 5 * minuteMs)
  expect(fired).toEqual(['tick 01-01T00:05'])
})

test('fires again after a restart what could not be handed over', async () => {
  const first = boot(startMs, async () => {
    throw new Error('the bus is down')
  })
  first.scheduler.start([everyFive])
  await first.clock.advanceTo(startMs + 6 * minuteMs)
  first.scheduler.stop()
  const second = boot(startMs + 7 * minuteMs)
  second.scheduler.start([everyFive])
  await second.clock.advanceTo(startMs + 7 * minuteMs)
  expect(fired).toEqual(['tick 01-01T00:05'])
})

test('begins anew when the expression changes, and forgets what is not declared any more', async () => {
  const first = boot(startMs)
  first.scheduler.start([everyFive, atNoon])
  first.scheduler.stop()
  const second = boot(startMs + 60 * minuteMs)
  second.scheduler.start([{ ...everyFive, expression: 'rate(10 minutes)' }])
  await second.clock.advanceTo(startMs + 70 * minuteMs)
  expect(fired).toEqual(['tick 01-01T01:10'])
  expect(database.prepare('select name from schedule').all()).toEqual([{ name: 'tick' }])
})

test('fires a single time once, in its zone', async () => {
  const { clock, scheduler } = boot(startMs)
  scheduler.start([])
  scheduler.put({ name: 'once', expression: 'at(2026-01-01T02:00:00)', timeZone: 'Europe/Berlin' })
  expect(scheduler.upcoming().get('once')).toBe(startMs + 60 * minuteMs)
  await clock.advanceTo(startMs + 600 * minuteMs)
  expect(fired).toEqual(['once 01-01T01:00'])
  expect(scheduler.upcoming().get('once')).toBeUndefined()
  scheduler.put(everyFive)
  scheduler.remove('tick')
  await clock.advanceTo(startMs + 700 * minuteMs)
  expect(fired).toHaveLength(1)
})

test('refuses an invalid expression before anything starts', () => {
  const { scheduler } = boot(startMs)
  expect(() => scheduler.start([everyFive, { name: 'bad', expression: 'rate(1 minutes)' }])).toThrow('singular')
  expect(scheduler.upcoming().size).toBe(0)
})

test('a clock that jumps far makes up for the last firing alone', async () => {
  const timers: { dueMs: number; run: () => void }[] = []
  let nowMs = startMs
  const clock = {
    nowMs: () => nowMs,
    at: (dueMs: number, run: () => void) => {
      timers.push({ dueMs, run })
      return () => {}
    },
  }
  const fire = async (_: Schedule, timeMs: number): Promise<void> => void fired.push(isoTime(timeMs).slice(11, 16))
  const scheduler = new Scheduler({ timers: clock, activity: new Activity(), database, fire })
  scheduler.start([everyFive])
  nowMs = startMs + 8 * 60 * minuteMs
  for (let timer = timers.shift(); timer !== undefined && timer.dueMs <= nowMs; timer = timers.shift()) timer.run()
  expect(fired).toEqual(['00:05', '08:00'])
})
