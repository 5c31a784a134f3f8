import { dayMs, hourMs, minuteMs } from '@houston/core/clock.ts'
import { expect, test } from 'vitest'
import { delivered, everything, forbidden, newEvent, originMs, testBus, throttled } from './fixture.ts'

const all = { count: 100 }

test('delivers the whole event in its envelope to each matching target, and to no other', async () => {
  const target = (id: string) => ({ id, destination: { kind: 'machine' as const, name: id } })
  const { bus, activity, received } = testBus({
    rules: [
      { name: 'a', pattern: { source: ['houston.test'], detail: { n: [1] } }, targets: [target('one'), target('two')] },
      { name: 'b', pattern: { source: ['houston.other'] }, targets: [target('three')] },
      { name: 'c', pattern: { source: ['houston.test'] }, enabled: false, targets: [target('four')] },
    ],
  })
  const [id] = await bus.put([newEvent({ n: 1 }, { resources: ['rel_1'] })])
  await activity.idle()
  expect(received.map(({ target }) => target).sort()).toEqual(['one', 'two'])
  expect(received[0]?.payload).toEqual({
    version: '0',
    id,
    'detail-type': 'test.happened',
    source: 'houston.test',
    account: '111122223333',
    time: '2026-01-02T03:04:05Z',
    region: 'eu-west-1',
    resources: ['rel_1'],
    detail: { n: 1 },
  })
  expect(bus.pendingDeliveries()).toBe(0)
})

test('tries again with growing pauses until the target takes the event', async () => {
  const { bus, clock, activity, received } = testBus({
    answer: (_, { attempt }) => (attempt < 4 ? throttled : delivered),
  })
  await bus.put([newEvent()])
  await activity.idle()
  expect(received).toHaveLength(1)
  await clock.advanceTo(originMs + 499)
  expect(received).toHaveLength(1)
  await clock.advanceTo(originMs + 1_000)
  expect(received).toHaveLength(2)
  await clock.advanceTo(originMs + minuteMs)
  expect(received.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
  expect(bus.pendingDeliveries()).toBe(0)
  expect(bus.deadLetters(all)).toEqual([])
})

test('gives up after the retries of the policy and keeps a dead letter that says so', async () => {
  const { bus, clock, received } = testBus({
    rules: [everything({ retryPolicy: { maximumRetryAttempts: 2 } })],
    answer: () => throttled,
  })
  const [eventId] = await bus.put([newEvent()])
  await clock.advanceTo(originMs + hourMs)
  expect(received).toHaveLength(3)
  expect(bus.deadLetters(all)).toMatchObject([
    {
      eventId,
      rule: 'everything',
      target: 'first',
      attributes: {
        RULE_ARN: 'arn:aws:events:eu-west-1:111122223333:rule/everything',
        TARGET_ARN: 'arn:aws:lambda:eu-west-1:111122223333:function:First',
        ERROR_CODE: 'THROTTLING',
        ERROR_MESSAGE: 'Slow down.',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        RETRY_ATTEMPTS: 2,
      },
    },
  ])
})

test('gives up when the event is too old, within a day and 185 retries by default', async () => {
  const { bus, clock, received } = testBus({ answer: () => throttled })
  await bus.put([newEvent()])
  await clock.advanceTo(originMs + dayMs)
  const [letter] = bus.deadLetters(all)
  expect(letter?.attributes.EXHAUSTED_RETRY_CONDITION).toBeDefined()
  expect(letter?.deadMs).toBeLessThan(originMs + dayMs)
  expect(received.length).toBeGreaterThan(140)
  expect(received.length).toBeLessThanOrEqual(186)
})

test('does not retry what no retry can help', async () => {
  const { bus, clock, received } = testBus({ answer: () => forbidden })
  await bus.put([newEvent()])
  await clock.advanceTo(originMs + dayMs)
  expect(received).toHaveLength(1)
  const [letter] = bus.deadLetters(all)
  expect(letter?.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: 0 })
  expect(letter?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION')
})

test('a target without dead letters drops what it cannot take', async () => {
  const { bus, activity } = testBus({ rules: [everything({ deadLetter: false })], answer: () => forbidden })
  await bus.put([newEvent()])
  await activity.idle()
  expect(bus.deadLetters(all)).toEqual([])
  expect(bus.pendingDeliveries()).toBe(0)
})

test('a target that throws is tried again', async () => {
  const { bus, clock, received } = testBus({
    answer: (_, { attempt }) => {
      if (attempt === 1) throw new Error('connection refused')
      return delivered
    },
  })
  await bus.put([newEvent()])
  await clock.advanceTo(originMs + minuteMs)
  expect(received).toHaveLength(2)
})

test('an event whose input is no JSON becomes a dead letter and holds up no other', async () => {
  const input = { kind: 'transformer', paths: { n: '$.detail.n' }, template: '{"n":"<n>"}' } as const
  const { bus, activity, received } = testBus({ rules: [everything({ input, concurrency: 1 })] })
  await bus.put([newEvent({ n: { deep: 'object' } }), newEvent({ n: 'fine' })])
  await activity.idle()
  expect(received.map(({ payload }) => payload)).toEqual([{ n: 'fine' }])
  expect(bus.deadLetters(all)).toMatchObject([{ attributes: { ERROR_CODE: 'INVALID_JSON', RETRY_ATTEMPTS: 0 } }])
})

test('refuses a detail that is no JSON object, whole call', async () => {
  const { bus, received } = testBus({})
  await expect(bus.put([newEvent(), { ...newEvent(), detail: '{} ,"x":1' }])).rejects.toThrow('Detail is malformed.')
  expect(received).toEqual([])
})

test('keeps no more deliveries to a target under way than its bound, and one slow target does not slow another', async () => {
  const open: (() => void)[] = []
  const slow = { id: 'slow', destination: { kind: 'function', name: 'Slow' }, concurrency: 3 } as const
  const fast = { id: 'fast', destination: { kind: 'function', name: 'Fast' } } as const
  const { bus, activity, received } = testBus({
    rules: [{ ...everything(), targets: [slow, fast] }],
    answer: ({ id }) => (id === 'fast' ? delivered : new Promise((resolve) => open.push(() => resolve(delivered)))),
  })
  await bus.put(Array.from({ length: 8 }, (_, n) => newEvent({ n })))
  await expect.poll(() => received.filter(({ target }) => target === 'fast').length).toBe(8)
  expect(open).toHaveLength(3)
  for (let answered = 0; answered < 8; answered++) {
    await expect.poll(() => open.length).toBeGreaterThan(answered)
    open[answered]?.()
  }
  await activity.idle()
  expect(received).toHaveLength(16)
})

test('redrives one dead letter or all with fresh attempts', async () => {
  let broken = true
  const { bus, activity, received } = testBus({ answer: () => (broken ? forbidden : delivered) })
  await bus.put([newEvent({ n: 1 }), newEvent({ n: 2 }), newEvent({ n: 3 })])
  await activity.idle()
  const [first] = bus.deadLetters(all)
  await bus.redrive(first?.id ?? 0)
  await activity.idle()
  expect(bus.deadLetters(all)).toHaveLength(3)
  broken = false
  expect(await bus.redriveAll()).toBe(3)
  await activity.idle()
  expect(bus.deadLetters(all)).toEqual([])
  expect(received).toHaveLength(7)
  expect(received.at(-1)?.attempt).toBe(1)
  await expect(bus.redrive(first?.id ?? 0)).rejects.toThrow('There is no dead letter')
})

test('purges one dead letter or all, and pages through them', async () => {
  const { bus, activity } = testBus({ answer: () => forbidden })
  await bus.put(Array.from({ length: 5 }, (_, n) => newEvent({ n })))
  await activity.idle()
  const [one, two] = bus.deadLetters({ count: 2 })
  expect(bus.deadLetters({ count: 2, afterId: two?.id ?? 0 }).map(({ id }) => id)).toEqual([3, 4])
  expect(bus.deadLetters({ count: 9, target: 'other' })).toEqual([])
  expect(bus.purgeDeadLetters(one?.id)).toBe(1)
  expect(bus.purgeDeadLetters()).toBe(4)
})

test('replays archived events of a time to the rules named, marked with the replay', async () => {
  const rules = [everything(), { ...everything(), name: 'replayed', pattern: { 'replay-name': ['again'] } }]
  const { bus, clock, activity, received } = testBus({ rules })
  await bus.put([newEvent({ n: 1 })])
  await clock.advanceTo(originMs + hourMs)
  await bus.put([newEvent({ n: 2 })])
  await activity.idle()
  expect(received).toHaveLength(2)
  expect(await bus.replay({ name: 'again', fromMs: originMs, toMs: originMs + hourMs })).toBe(2)
  await activity.idle()
  expect(received.slice(2)).toMatchObject([
    { rule: 'everything', payload: { detail: { n: 1 }, 'replay-name': 'again' } },
    { rule: 'replayed', payload: { detail: { n: 1 }, 'replay-name': 'again' } },
  ])
  expect(await bus.replay({ name: 'b', fromMs: originMs, toMs: originMs + dayMs, rules: ['replayed'] })).toBe(0)
})

test('forgets archived events after their time, but none that is still owed', async () => {
  let broken = true
  const { bus, clock, activity, received } = testBus({
    archiveMs: 2 * hourMs,
    answer: (_, __, payload) => (broken && JSON.stringify(payload).includes('"owed"') ? throttled : delivered),
  })
  await bus.put([newEvent({ is: 'owed' }), newEvent({ is: 'done' })])
  await clock.advanceTo(originMs + 4 * hourMs)
  broken = false
  await clock.advanceTo(originMs + 5 * hourMs)
  expect(received.at(-1)?.payload).toMatchObject({ detail: { is: 'owed' } })
  await clock.advanceTo(originMs + 7 * hourMs)
  await activity.idle()
  expect(await bus.replay({ name: 'r', fromMs: 0, toMs: originMs + dayMs })).toBe(0)
})

test('a redriven event reaches its target after the archive has forgotten it', async () => {
  let broken = true
  const { bus, clock, activity, received } = testBus({ archiveMs: 0, answer: () => (broken ? forbidden : delivered) })
  await bus.put([newEvent({ n: 1 })])
  await clock.advanceTo(originMs + dayMs)
  broken = false
  await bus.redriveAll()
  await activity.idle()
  expect(received.at(-1)?.payload).toMatchObject({ detail: { n: 1 } })
})

test('refuses rules that EventBridge would not take', () => {
  const twice = [everything(), everything()]
  expect(() => testBus({ rules: twice })).toThrow('rule everything is declared twice')
  expect(() => testBus({ rules: [everything({ retryPolicy: { maximumRetryAttempts: 186 } })] })).toThrow('186 times')
  expect(() => testBus({ rules: [{ ...everything(), pattern: { a: 'x' } }] })).toThrow('Event pattern is not valid')
})
