import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type RealTable, startRealTable } from '../../../test/harness/real-table.ts'
import { cursorInvalid } from './cursor.ts'
import { declaredEntities, defineEntity, itemNewer, itemUnreadable, listingTooLong, revisioned } from './entity.ts'
import type { TableItem, TableWrite } from './port/table.ts'

const kettleSchema = z.object({
  ...revisioned,
  kitchen: z.string(),
  name: z.string(),
  litres: z.number(),
  colour: z.string().optional(),
  hotUntilSec: z.int().optional(),
})
type Kettle = z.infer<typeof kettleSchema>

const kettles = defineEntity({
  name: 'kettle',
  itemVersion: 3,
  schema: kettleSchema,
  keyFields: ['kitchen', 'name'],
  key: ({ kitchen, name }) => ({ pk: `kitchen#${kitchen}`, sk: `kettle#${name}` }),
  indexes: ({ colour, name }): Record<string, { pk: string; sk: string }> =>
    colour === undefined || colour.length > 100 ? {} : { gsi1: { pk: `colour#${colour}`, sk: name } },
  expiresAtSec: ({ hotUntilSec }) => hotUntilSec,
  upgrades: {
    1: ({ pints, ...item }) => ({ ...item, litres: Number(pints) * 0.5 }),
    2: (item) => ({ ...item, colour: item.color }),
  },
})

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const kettle = (kitchen: string, name = 'a', more: Partial<Kettle> = {}): Kettle => ({
  revision: 0,
  kitchen,
  name,
  litres: 1,
  ...more,
})
const write = (...writes: TableWrite[]) => table.store.transact(writes)
const stored = async (pk: string, sk: string): Promise<TableItem | undefined> =>
  (await table.document.send(new GetCommand({ TableName: table.tableName, Key: { pk, sk } }))).Item
const storeRaw = (item: TableItem) => table.document.send(new PutCommand({ TableName: table.tableName, Item: item }))

describe('an entity', () => {
  it('gives back what was created, one revision on', async () => {
    await write(kettles.create(kettle('one', 'a', { colour: 'red' })))
    expect(await kettles.get(table.store, { kitchen: 'one', name: 'a' })).toEqual(
      kettle('one', 'a', { colour: 'red', revision: 1 }),
    )
    expect(await kettles.get(table.store, { kitchen: 'one', name: 'b' })).toBeUndefined()
  })

  it('is created once', async () => {
    await write(kettles.create(kettle('two')))
    const again = await write(kettles.create(kettle('two', 'a', { litres: 9 })))
    expect(again).toMatchObject({ kind: 'refused', refusals: [{ reason: 'condition', found: { litres: 1 } }] })
    expect((await kettles.get(table.store, { kitchen: 'two', name: 'a' }))?.litres).toBe(1)
  })

  it('is replaced from the revision that was read, and from no other', async () => {
    await write(kettles.create(kettle('three')))
    expect(await write(kettles.replace(kettle('three', 'a', { revision: 1, litres: 2 })))).toEqual({ kind: 'written' })
    for (const revision of [0, 1, 3]) {
      const stale = await write(kettles.replace(kettle('three', 'a', { revision, litres: 7 })))
      expect(stale).toMatchObject({ kind: 'refused', refusals: [{ reason: 'condition', found: { revision: 2 } }] })
    }
    expect((await write(kettles.replace(kettle('nowhere', 'a', { revision: 1 })))).kind).toBe('refused')
    expect(await kettles.get(table.store, { kitchen: 'three', name: 'a' })).toMatchObject({ litres: 2, revision: 2 })
  })

  it('is overwritten by the last writer where that is asked for', async () => {
    await write(kettles.overwrite(kettle('four', 'a', { litres: 1 })))
    await write(kettles.overwrite(kettle('four', 'a', { litres: 5 })))
    expect((await kettles.get(table.store, { kitchen: 'four', name: 'a' }))?.litres).toBe(5)
  })

  it('is removed from the revision that was read only', async () => {
    await write(kettles.create(kettle('five')))
    expect((await write(kettles.remove(kettle('five', 'a', { revision: 7 })))).kind).toBe('refused')
    expect((await write(kettles.remove(kettle('five', 'a', { revision: 1 })))).kind).toBe('written')
    expect(await kettles.get(table.store, { kitchen: 'five', name: 'a' })).toBeUndefined()
  })

  it('can be what a transaction depends on', async () => {
    await write(kettles.create(kettle('six', 'a')))
    const other = (name: string) => kettles.create(kettle('six', name))
    const unchanged = (revision: number) => kettles.checkUnchanged(kettle('six', 'a', { revision }))
    const absent = (name: string) => kettles.checkAbsent({ kitchen: 'six', name })
    expect((await write(other('b'), unchanged(1))).kind).toBe('written')
    expect(await write(other('c'), unchanged(2))).toMatchObject({ refusals: [undefined, { reason: 'condition' }] })
    expect((await write(other('d'), absent('z'))).kind).toBe('written')
    expect(await write(other('e'), absent('a'))).toMatchObject({ refusals: [undefined, { reason: 'condition' }] })
    expect(await kettles.get(table.store, { kitchen: 'six', name: 'c' })).toBeUndefined()
  })

  it('names the item in a refusal', async () => {
    const result = await write(kettles.replace(kettle('seven', 'x', { revision: 4 })))
    expect(result).toMatchObject({ refusals: [{ subject: 'kettle kitchen#seven kettle#x' }] })
  })

  it('vanishes when its time comes, and stays where it has none', async () => {
    await write(kettles.create(kettle('eight', 'hot', { hotUntilSec: 1_900_000_000 })))
    await write(kettles.create(kettle('eight', 'cold')))
    expect(await stored('kitchen#eight', 'kettle#hot')).toMatchObject({
      expiresAtSec: 1_900_000_000,
      _v: 3,
      _et: 'kettle',
    })
    expect(await stored('kitchen#eight', 'kettle#cold')).not.toHaveProperty('expiresAtSec')
  })

  it('leaves an index when it no longer belongs there', async () => {
    await write(kettles.create(kettle('nine', 'a', { colour: 'blue' })))
    const blue = { index: 'gsi1', pk: 'colour#blue', limit: 10 } as const
    expect(await kettles.queryAll(table.store, blue)).toHaveLength(1)
    await write(kettles.replace(kettle('nine', 'a', { revision: 1 })))
    expect(await kettles.queryAll(table.store, blue)).toEqual([])
  })
})

describe('a declaration', () => {
  it('is made once, and can be listed', () => {
    const again = () =>
      defineEntity({
        name: 'kettle',
        itemVersion: 1,
        schema: z.object({ ...revisioned, name: z.string() }),
        keyFields: ['name'],
        key: ({ name }) => ({ pk: name, sk: name }),
      })
    expect(again).toThrow('declared twice')
    expect(declaredEntities().map(({ name, keyFields }) => [name, keyFields])).toEqual([
      ['kettle', ['kitchen', 'name']],
    ])
  })
})

describe('a stored item', () => {
  const raw = (name: string, more: TableItem) =>
    storeRaw({ pk: 'kitchen#old', sk: `kettle#${name}`, _et: 'kettle', kitchen: 'old', name, revision: 4, ...more })
  const read = (name: string) => kettles.get(table.store, { kitchen: 'old', name })

  it('is upgraded step by step from the version it was written in', async () => {
    await raw('v1', { _v: 1, pints: 4, color: 'green' })
    await raw('v2', { _v: 2, litres: 3, color: 'green' })
    await raw('unversioned', { pints: 4 })
    expect(await read('v1')).toEqual({ kitchen: 'old', name: 'v1', litres: 2, colour: 'green', revision: 4 })
    expect(await read('v2')).toEqual({ kitchen: 'old', name: 'v2', litres: 3, colour: 'green', revision: 4 })
    expect(await read('unversioned')).toMatchObject({ litres: 2 })
  })

  it('is written back in the version of today', async () => {
    await raw('back', { _v: 1, pints: 4 })
    const found = await read('back')
    if (found === undefined) throw new Error('not found')
    await write(kettles.replace(found))
    const after = await stored('kitchen#old', 'kettle#back')
    expect(after).toMatchObject({ _v: 3, revision: 5, litres: 2 })
    expect(after).not.toHaveProperty('pints')
  })

  it('that does not fit its schema is a coded bug, and says where it lies', async () => {
    await raw('broken', { _v: 3, litres: 'many' })
    const error = await read('broken').catch((thrown: unknown) => thrown)
    expect(itemUnreadable.is(error) && error.kind).toBe('bug')
    expect(String(error)).toContain('kettle kitchen#old kettle#broken')
    expect(String(error)).toContain('litres')
  })

  it('of a version that nothing upgrades is a coded bug', async () => {
    await raw('ancient', { _v: 0, litres: 1 })
    await expect(read('ancient')).rejects.toSatisfy(itemUnreadable.is)
  })

  it('of a newer Houston is left alone until the deployment is through', async () => {
    await raw('newer', { _v: 4, litres: 1, shape: 'round' })
    const error = await read('newer').catch((thrown: unknown) => thrown)
    expect(itemNewer.is(error) && error.kind).toBe('retryable')
  })
})

describe('a listing', () => {
  const pk = 'kitchen#long'
  const names = Array.from({ length: 25 }, (_, index) => String(index).padStart(2, '0'))
  const namesOf = (items: readonly Kettle[]): string[] => items.map(({ name }) => name)
  beforeAll(async () => {
    await write(...names.map((name) => kettles.create(kettle('long', name, { colour: 'grey' }))))
  })

  it.each(['by key', 'by index'])('pages by cursor to the end, %s', async (by) => {
    const where = by === 'by key' ? { pk } : ({ index: 'gsi1', pk: 'colour#grey' } as const)
    const seen: string[] = []
    const lengths: number[] = []
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await kettles.query(table.store, { ...where, limit: 10, ...(cursor !== undefined && { cursor }) })
      seen.push(...namesOf(page.items))
      lengths.push(page.items.length)
      cursor = page.cursor
    }
    expect(seen).toEqual(names)
    expect(lengths).toEqual([10, 10, 5])
  })

  it('starts with the newest, by prefix or between two keys', async () => {
    const query = async (more: object) => namesOf((await kettles.query(table.store, { pk, limit: 3, ...more })).items)
    expect(await query({ newestFirst: true })).toEqual(['24', '23', '22'])
    expect(await query({ skPrefix: 'kettle#1' })).toEqual(['10', '11', '12'])
    expect(await query({ skBetween: ['kettle#08', 'kettle#09'] })).toEqual(['08', '09'])
  })

  it('refuses a cursor that no listing gave out', async () => {
    await expect(kettles.query(table.store, { pk, limit: 3, cursor: 'bm9uc2Vuc2U' })).rejects.toSatisfy(
      cursorInvalid.is,
    )
  })

  it('is read whole over all of its pages, or not at all', async () => {
    expect(namesOf(await kettles.queryAll(table.store, { pk, limit: 25 }))).toEqual(names)
    expect(namesOf(await kettles.queryAll(table.store, { pk, limit: 1_000 }))).toEqual(names)
    await expect(kettles.queryAll(table.store, { pk, limit: 24 })).rejects.toSatisfy(listingTooLong.is)
  })

  it('is read whole where DynamoDB cuts pages by size, far below the limit', async () => {
    for (let number = 0; number < 8; number++)
      await write(kettles.create(kettle('heavy', `${number}`, { colour: 'x'.repeat(300_000) })))
    expect(namesOf((await kettles.query(table.store, { pk: 'kitchen#heavy', limit: 100 })).items).length).toBeLessThan(
      8,
    )
    expect(await kettles.queryAll(table.store, { pk: 'kitchen#heavy', limit: 100 })).toHaveLength(8)
  })
})

describe('reading many', () => {
  it('answers in the order of the keys, with gaps, repeats and more than a hundred', async () => {
    const names = Array.from({ length: 130 }, (_, index) => `k${index}`)
    for (let start = 0; start < names.length; start += 100)
      await write(...names.slice(start, start + 100).map((name) => kettles.create(kettle('many', name))))
    const wanted = [...names.toReversed(), 'absent', 'k3', 'k3']
    const found = await kettles.batchGet(
      table.store,
      wanted.map((name) => ({ kitchen: 'many', name })),
    )
    expect(found.map((item) => item?.name)).toEqual(wanted.map((name) => (name === 'absent' ? undefined : name)))
  })

  it('of nothing asks nothing', async () => {
    expect(await kettles.batchGet(table.store, [])).toEqual([])
  })
})
