import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hourMs, minuteMs } from '@houston/core/clock.ts'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../database.ts'
import type { DeliveryResult } from './courier.ts'
import { delivered, everything, forbidden, newEvent, originMs, testBus, throttled } from './fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'houston-bus-'))
afterAll(() => rmSync(folder, { recursive: true }))

const never = (): Promise<DeliveryResult> => new Promise(() => {})
const targets = ['one', 'two'].map((id) => ({
  id,
  destination: { kind: 'function' as const, name: id },
  concurrency: 2,
}))

test('whatever fails and whenever it is stopped, each accepted event reaches each target or its dead letters', async () => {
  const life = fc.record({
    puts: fc.integer({ min: 0, max: 4 }),
    /** What the targets answer, over and over; `hang` is a process killed in the middle. */
    answers: fc.array(fc.constantFrom('delivered', 'throttled', 'forbidden', 'hang'), { minLength: 1, maxLength: 6 }),
    lastsMs: fc.integer({ min: 0, max: 10 * minuteMs }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async (lives) => {
      const database = openDatabase(':memory:')
      const accepted: string[] = []
      const reached = new Set<string>()
      let nowMs = originMs
      const live = (answers: readonly string[]) => {
        let asked = 0
        return testBus({
          database,
          atMs: nowMs,
          rules: [{ ...everything(), targets }],
          answer: ({ id }, { eventId }) => {
            const answer = answers[asked++ % answers.length]
            if (answer === 'hang') return never()
            if (answer === 'throttled') return throttled
            if (answer === 'forbidden') return forbidden
            reached.add(`${id} ${eventId}`)
            return delivered
          },
        })
      }
      for (const { puts, answers, lastsMs } of lives) {
        const { bus, clock } = live(answers)
        accepted.push(...(await bus.put(Array.from({ length: puts }, (_, n) => newEvent({ n })))))
        // A hanging delivery never comes to rest, so time is only moved where there is none.
        if (!answers.includes('hang')) await clock.advanceTo(nowMs + lastsMs)
        nowMs += lastsMs
      }
      const last = live(['delivered'])
      await last.clock.advanceTo(nowMs + hourMs)
      const dead = last.bus.deadLetters({ count: 1_000 }).map(({ target, eventId }) => `${target} ${eventId}`)
      const owed = accepted.flatMap((eventId) => targets.map(({ id }) => `${id} ${eventId}`))
      expect(owed.filter((one) => !reached.has(one) && !dead.includes(one))).toEqual([])
      expect(new Set(accepted).size).toBe(accepted.length)
      expect(last.bus.pendingDeliveries()).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('a retry keeps its time and its count across a restart', async () => {
  const database = openDatabase(':memory:')
  const before = testBus({ database, answer: () => throttled })
  await before.bus.put([newEvent()])
  await before.clock.advanceTo(originMs + 10_000)
  const made = before.received.length
  await before.bus.close()
  const after = testBus({ database, atMs: originMs + 10_000 })
  await after.activity.idle()
  expect(after.received).toEqual([])
  await after.clock.advanceTo(originMs + minuteMs)
  expect(after.received.map(({ attempt }) => attempt)).toEqual([made + 1])
})

test('an event that grew too old while nothing ran becomes a dead letter without an attempt', async () => {
  const database = openDatabase(':memory:')
  const before = testBus({ database, answer: never })
  await before.bus.put([newEvent()])
  const after = testBus({ database, atMs: originMs + 24 * hourMs })
  await after.activity.idle()
  expect(after.received).toEqual([])
  expect(after.bus.deadLetters({ count: 9 })).toMatchObject([
    { attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds', RETRY_ATTEMPTS: 0 } },
  ])
})

test('a delivery to a target that is no longer declared becomes a dead letter', async () => {
  const database = openDatabase(':memory:')
  const before = testBus({ database, answer: never })
  await before.bus.put([newEvent()])
  const after = testBus({ database, rules: [] })
  await after.activity.idle()
  expect(after.bus.deadLetters({ count: 9 })).toMatchObject([{ attributes: { ERROR_CODE: 'NO_RESOURCE' } }])
})

test('what was answered before a kill -9 is delivered after it', async () => {
  const path = join(folder, 'killed.sqlite')
  const child = fork(new URL('event-bus-kill.fixture.ts', import.meta.url), [path], { stdio: 'ignore' })
  const answered = await new Promise<string[]>((resolve) => {
    const ids: string[] = []
    child.on('message', (id) => {
      ids.push(String(id))
      if (ids.length === 200) child.kill('SIGKILL')
    })
    child.on('exit', () => resolve(ids))
  })
  expect(answered.length).toBeGreaterThanOrEqual(200)
  const { activity, received, bus } = testBus({ database: openDatabase(path) })
  await activity.idle()
  const reached = new Set(received.map(({ eventId }) => eventId))
  expect(answered.filter((id) => !reached.has(id))).toEqual([])
  expect(bus.pendingDeliveries()).toBe(0)
})
