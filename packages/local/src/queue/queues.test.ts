import type { Json } from '@houston/core/json.ts'
import { silentLog } from '@houston/core/port/log.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, it } from 'vitest'
import { Activity } from '../activity.ts'
import { openDatabase } from '../database.ts'
import type { InvokeResult } from '../invoker.ts'
import { RuntimeClock } from '../timers.ts'
import { LocalQueues } from './queues.ts'

interface Batch {
  readonly Records: readonly {
    readonly messageId: string
    readonly body: string
    readonly attributes: { readonly ApproximateReceiveCount: string }
  }[]
}

function world(answer: (batch: Batch) => InvokeResult, database = openDatabase(':memory:')) {
  const activity = new Activity()
  const clock = new RuntimeClock({ speed: 0, originMs: 1_000_000, realOriginMs: 0, activity })
  const batches: Batch[] = []
  const queues = new LocalQueues({
    database,
    activity,
    timers: clock,
    random: seededRandom(1),
    log: silentLog,
    region: 'us-east-1',
    arnOf: (name) => `arn:${name}`,
    queues: [{ name: 'intake', function: 'Take', batchSize: 3, concurrency: 1, attempts: 3, visibilitySec: 60 }],
    invoker: {
      invoke: async (_, payload) => {
        const batch = payload as unknown as Batch
        batches.push(batch)
        return answer(batch)
      },
    },
  })
  return { queues, clock, activity, batches, database }
}

const done: InvokeResult = { kind: 'returned', payload: {} }
const bodies = (batches: readonly Batch[]): string[][] => batches.map(({ Records }) => Records.map(({ body }) => body))
const failing =
  (...failed: string[]) =>
  ({ Records }: Batch): InvokeResult => ({
    kind: 'returned',
    payload: {
      batchItemFailures: Records.filter(({ body }) => failed.includes(body)).map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    } as Json,
  })

describe('a queue', () => {
  it('gives the function what was sent, in batches, and forgets it', async () => {
    const { queues, activity, batches } = world(() => done)
    queues.start()
    await queues.send('intake', ['a', 'b', 'c', 'd'])
    await activity.idle()
    expect(bodies(batches)).toEqual([['a', 'b', 'c'], ['d']])
    expect(queues.pending()).toBe(0)
  })

  it('tries only the message in the middle again, three times in all, and then keeps it as a dead letter', async () => {
    const { queues, activity, clock, batches } = world(failing('b'))
    queues.start()
    await queues.send('intake', ['a', 'b', 'c'])
    await activity.idle()
    expect(queues.pending()).toBe(1)
    await clock.advanceTo(clock.nowMs() + 59_999)
    expect(batches).toHaveLength(1)
    await clock.advanceTo(clock.nowMs() + 10 * 60_000)
    expect(bodies(batches)).toEqual([['a', 'b', 'c'], ['b'], ['b']])
    expect(batches[2]?.Records[0]?.attributes.ApproximateReceiveCount).toBe('3')
    expect(queues.pending()).toBe(0)
    expect(queues.deadLetters()).toMatchObject([{ queue: 'intake', body: 'b', receives: 3 }])
  })

  it('sends a dead letter again when told to, and forgets it when told to', async () => {
    let broken = true
    const { queues, activity, clock } = world((batch) => (broken ? failing('b')(batch) : done))
    queues.start()
    await queues.send('intake', ['b'])
    await clock.advanceTo(clock.nowMs() + 10 * 60_000)
    broken = false
    await queues.redrive(queues.deadLetters()[0]?.number ?? 0)
    await activity.idle()
    expect([queues.pending(), queues.deadLetters()]).toEqual([0, []])
    await expect(queues.redrive(1)).rejects.toMatchObject({ code: 'queue.dead-letter-missing' })
  })

  it.each<[string, InvokeResult]>([
    ['a function that throws', { kind: 'failed', errorType: 'Error', errorMessage: 'no' }],
    [
      'an answer that names a stranger',
      { kind: 'returned', payload: { batchItemFailures: [{ itemIdentifier: 'x' }] } },
    ],
    ['an answer that is unreadable', { kind: 'returned', payload: { batchItemFailures: 'all' } }],
  ])('leaves the whole batch for another try after %s', async (_, result) => {
    const { queues, activity } = world(() => result)
    queues.start()
    await queues.send('intake', ['a', 'b'])
    await activity.idle()
    expect(queues.pending()).toBe(2)
  })

  it('goes on with everything that was sent before it stopped', async () => {
    const first = world(() => done)
    await first.queues.send('intake', ['a'])
    const second = world(() => done, first.database)
    second.queues.start()
    await second.activity.idle()
    expect(bodies(second.batches)).toEqual([['a']])
  })
})
