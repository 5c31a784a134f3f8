import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { type FlagItem, flagItemSchema } from './item.ts'
import { allFlags, flagEntity, movingFlags } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

it('a flag is found by its key, in the list of all, and among those that move while it does', async () => {
  const flag: FlagItem = flagItemSchema.parse({
    key: 'new-checkout',
    service: 'checkout',
    driver: 'file',
    address: 'file:///srv/checkout.flags.json#new-checkout',
    metrics: { source: 'openmetrics', address: 'http://127.0.0.1:1' },
    state: 'dark',
    sinceMs: testStartMs,
    readUntilMs: testStartMs,
    moving: true,
    revision: 0,
  })
  const keysUnder = async (index: 'gsi1' | 'gsi2', pk: string) =>
    (await flagEntity.queryAll(table.store, { index, pk, limit: 10 })).map(({ key }) => key)
  await table.store.transact([flagEntity.create(flag)])
  expect(await flagEntity.get(table.store, { key: 'new-checkout' })).toEqual({ ...flag, revision: 1 })
  expect([await keysUnder('gsi2', allFlags), await keysUnder('gsi1', movingFlags)]).toEqual([[flag.key], [flag.key]])
  await table.store.transact([flagEntity.replace({ ...flag, state: 'off', moving: false, revision: 1 })])
  expect([await keysUnder('gsi2', allFlags), await keysUnder('gsi1', movingFlags)]).toEqual([[flag.key], []])
})
