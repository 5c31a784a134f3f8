import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { testContext, testStartMs } from '../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../test/harness/real-table.ts'
import {
  type Change,
  commit,
  commitConflict,
  commitContended,
  commitTooLarge,
  eventEntity,
  eventFor,
  listEvents,
  tableBusy,
  withRetryOnConflict,
} from './commit.ts'
import type { Context } from './context.ts'
import { defineEntity, revisioned } from './entity.ts'
import { defineEvent } from './event.ts'
import { limits } from './limits.ts'
import { Outbox } from './outbox.ts'
import type { TableItem, TableStore } from './port/table.ts'
import { seededRandom } from './random.ts'

const kettles = defineEntity({
  name: 'kettle',
  itemVersion: 1,
  schema: z.object({ ...revisioned, name: z.string(), text: z.string().default('') }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `kettle#${name}`, sk: 'kettle' }),
})
const boiled = defineEvent('kettle.boiled', 1, 'Water is hot.', { text: z.string() })

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

let seed = 0
const on = (store: TableStore): Context => testContext({ store, random: seededRandom(seed++) })
const event = (ctx: Context, name: string, sequence: number, text = '') =>
  eventFor(ctx, boiled, { id: name, sequence }, { text })
const create = (name: string, text = '') => kettles.create({ revision: 0, name, text })
const replace = (name: string, revision: number, text = '') => kettles.replace({ revision, name, text })
const read = (name: string) => kettles.get(table.store, { name })
const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error)

/** A network that loses the answer of the first request it carries. */
function losingFirstAnswer() {
  let left = 1
  return table.faulty(() => ({ loseAnswer: left-- > 0 ? 1 : 0 }))
}

describe('a commit', () => {
  it('stores the change and its events together', async () => {
    const ctx = on(table.store)
    expect(await commit(ctx, { writes: [create('one')], events: [event(ctx, 'one', 1, 'hot')] })).toEqual({
      kind: 'committed',
    })
    expect(await read('one')).toMatchObject({ revision: 1 })
    const { items } = await listEvents(ctx, 'kettle', 'one')
    expect(items).toMatchObject([
      {
        type: 'kettle.boiled',
        time: '2026-03-02T09:00:00.000Z',
        actor: 'system:Test',
        correlationId: 'cor_test',
        aggregate: { noun: 'kettle', id: 'one', sequence: 1 },
        data: { text: 'hot' },
      },
    ])
  })

  it('stores nothing at all where one item moved meanwhile, and says which', async () => {
    const ctx = on(table.store)
    await commit(ctx, { writes: [create('two')] })
    const change: Change = { writes: [create('other'), replace('two', 5)], events: [event(ctx, 'two', 1)] }
    const error = await thrownBy(commit(on(table.store), change))
    expect(commitConflict.is(error) && error.message).toBe(
      'Changed by something else meanwhile: kettle kettle#two kettle.',
    )
    expect(await read('other')).toBeUndefined()
    expect((await listEvents(ctx, 'kettle', 'two')).items).toEqual([])
  })

  it('takes one of two events of the same sequence', async () => {
    const ctx = on(table.store)
    await commit(ctx, { writes: [create('three')], events: [event(ctx, 'three', 1)] })
    const second = commit(on(table.store), { writes: [], events: [event(ctx, 'three', 1)] })
    await expect(second).rejects.toSatisfy(commitConflict.is)
  })

  it('happens once under a key', async () => {
    const once = 'github#delivery-1'
    expect(await commit(on(table.store), { writes: [create('four')], once })).toEqual({ kind: 'committed' })
    expect(await commit(on(table.store), { writes: [create('five')], once })).toEqual({ kind: 'repeated' })
    expect(await read('five')).toBeUndefined()
  })

  it('remembers its key as long as providers repeat themselves, and no longer', async () => {
    await commit(on(table.store), { writes: [create('six')], once: 'key-6' })
    const Key = { pk: 'once#key-6', sk: 'once' }
    const { Item } = await table.document.send(new GetCommand({ TableName: table.tableName, Key }))
    expect(Item?.expiresAtSec).toBe((testStartMs + 48 * 3_600_000) / 1000)
  })

  it('of nothing is committed', async () => {
    expect(await commit(on(table.store), { writes: [] })).toEqual({ kind: 'committed' })
  })
})

describe('a commit whose answer is lost', () => {
  it.each([
    ['several items', (ctx: Context): Change => ({ writes: [create('l1')], events: [event(ctx, 'l1', 1)] })],
    ['a single new item', (): Change => ({ writes: [create('l2')] })],
    ['a key', (): Change => ({ writes: [create('l3')], once: 'l3' })],
    ['several items without an event', (): Change => ({ writes: [create('l4'), create('l5')] })],
  ])('counts as committed: %s', async (_, change) => {
    const { store, counts } = losingFirstAnswer()
    const ctx = on(store)
    expect(await commit(ctx, change(ctx))).toEqual({ kind: 'committed' })
    expect(counts.loseAnswer).toBe(1)
  })

  it('counts as committed where a single item was replaced', async () => {
    await commit(on(table.store), { writes: [create('l6')] })
    const { store } = losingFirstAnswer()
    expect(await commit(on(store), { writes: [replace('l6', 1, 'new')] })).toEqual({ kind: 'committed' })
    expect(await read('l6')).toEqual({ name: 'l6', text: 'new', revision: 2 })
  })

  it('is a conflict all the same where somebody else came first', async () => {
    await commit(on(table.store), { writes: [create('l7')] })
    await commit(on(table.store), { writes: [replace('l7', 1)] })
    const { store } = losingFirstAnswer()
    await expect(commit(on(store), { writes: [replace('l7', 1)] })).rejects.toSatisfy(commitConflict.is)
  })
})

describe('a commit that can never fit', () => {
  // The store of such a context refuses to be used: what does not fit is never sent.
  const tooLarge = (change: Change) => thrownBy(commit(testContext(), change))

  it('takes a hundred items and not one more', async () => {
    const hundred = Array.from({ length: limits.transactionItems.value }, (_, index) => create(`hundred-${index}`))
    expect(await commit(on(table.store), { writes: hundred })).toEqual({ kind: 'committed' })
    const error = await tooLarge({ writes: [...hundred, create('one-more')] })
    expect(commitTooLarge.is(error) && error.message).toContain('The transaction has 101 items; at most 100 fit')
  })

  it('is refused by name where an item is too large', async () => {
    const error = await tooLarge({ writes: [create('fat', 'x'.repeat(limits.itemBytes.value))] })
    expect(commitTooLarge.is(error) && error.message).toContain('kettle kettle#fat kettle has 350')
  })

  it('is refused where an event would never pass the bus, and so stop every event behind it', async () => {
    const error = await tooLarge({ writes: [], events: [event(testContext(), 'fat', 1, 'é'.repeat(100_000))] })
    expect(commitTooLarge.is(error) && error.message).toContain('Event kettle.boiled has 200')
  })
})

describe('a busy table', () => {
  it('is retryable, and no conflict', async () => {
    const { store } = table.faulty({ conflict: 1 })
    const error = await thrownBy(commit(on(store), { writes: [create('b1'), create('b2')] }))
    expect(tableBusy.is(error) && error.kind).toBe('retryable')
  })

  it('is asked again from a new reading, a bounded number of times', async () => {
    const count = async (lost: number, error: () => Error): Promise<[unknown, number]> => {
      let tries = 0
      const attempt = async (): Promise<string> => {
        if (tries++ < lost) throw error()
        return 'done'
      }
      return [await thrownBy(withRetryOnConflict(attempt)), tries]
    }
    const conflict = () => commitConflict(['kettle'])
    expect(await count(4, conflict)).toEqual(['done', 5])
    expect(await count(2, () => tableBusy('throttled'))).toEqual(['done', 3])
    expect(await count(1, () => new Error('other'))).toEqual([expect.objectContaining({ message: 'other' }), 1])
    const [gaveUp, tries] = await count(5, conflict)
    expect(tries).toBe(5)
    expect(commitContended.is(gaveUp) && gaveUp.kind).toBe('retryable')
  })

  it('lets every one of many writers through in the end', async () => {
    await commit(on(table.store), { writes: [create('busy', '0')] })
    const add = () =>
      withRetryOnConflict(async () => {
        const found = await read('busy')
        if (found === undefined) throw new Error('not found')
        await commit(on(table.store), { writes: [kettles.replace({ ...found, text: `${Number(found.text) + 1}` })] })
      })
    const results = await Promise.allSettled(Array.from({ length: 4 }, add))
    const done = results.filter(({ status }) => status === 'fulfilled').length
    expect(await read('busy')).toMatchObject({ text: `${done}`, revision: done + 1 })
    expect(done).toBeGreaterThan(0)
  })
})

describe('the outbox', () => {
  it('publishes what was stored, as it was made', async () => {
    const ctx = on(table.store)
    const made = [event(ctx, 'out', 1, 'a'), event(ctx, 'out', 2, 'b')]
    await commit(ctx, { writes: [], events: made })
    const images: TableItem[] = []
    for (const { aggregate } of made) {
      const Key = { pk: 'kettle#out', sk: `event#${String(aggregate.sequence).padStart(9, '0')}` }
      images.push((await table.document.send(new GetCommand({ TableName: table.tableName, Key }))).Item ?? {})
    }
    const published: unknown[] = []
    const bus = { publish: async (events: readonly unknown[]) => published.push(...events) }
    expect(await Outbox.publish(testContext({ ports: { bus } }), images)).toBe(2)
    expect(published).toEqual(made)
    expect(eventEntity.read(images[0] ?? {}).revision).toBe(1)
  })

  it('lists a timeline in its order, beyond the ninth and the tenth event', async () => {
    const ctx = on(table.store)
    for (const sequence of [2, 11, 1, 10, 9]) await commit(ctx, { writes: [], events: [event(ctx, 'line', sequence)] })
    const { items } = await listEvents(ctx, 'kettle', 'line')
    expect(items.map(({ aggregate }) => aggregate.sequence)).toEqual([1, 2, 9, 10, 11])
  })
})
