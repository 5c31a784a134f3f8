import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import type { SloItem } from './slo.ts'
import { allSlos, sloEntity, slosOfService } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const count = {
  source: 'openmetrics',
  address: 'http://127.0.0.1:1',
  query: 'a',
  lagSec: 0,
  absentIsZero: false,
} as const
const slo = (name: string, service: string): SloItem => ({
  name,
  service,
  title: name,
  description: '',
  counts: 'good',
  part: count,
  total: count,
  target: 0.99,
  budgeting: 'occurrences',
  window: { kind: 'rolling', lengthMs: 28 * 86_400_000 },
  ledger: '[]',
  marks: '{}',
  readUntilMs: 0,
  sinceMs: 0,
  reachesBack: true,
  budget: 'unknown',
  seenShare: 0,
  burnRates: {},
  burn: 'unknown',
  alerted: false,
  revision: 0,
})

it('finds an objective by its name, all by name, and those of a service', async () => {
  const all = [slo('search-speed', 'search'), slo('checkout-errors', 'checkout'), slo('checkout-speed', 'checkout')]
  await table.store.transact(all.map((each) => sloEntity.create(each)))
  expect(await sloEntity.get(table.store, { name: 'search-speed' })).toEqual({
    ...slo('search-speed', 'search'),
    revision: 1,
  })
  const names = async (query: { index: 'gsi1' | 'gsi2'; pk: string }) =>
    (await sloEntity.queryAll(table.store, { ...query, limit: 10 })).map(({ name }) => name)
  expect(await names(allSlos)).toEqual(['checkout-errors', 'checkout-speed', 'search-speed'])
  expect(await names(slosOfService('checkout'))).toEqual(['checkout-errors', 'checkout-speed'])
})
