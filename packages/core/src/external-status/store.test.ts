import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import type { ExternalStatusItem } from './status.ts'
import { allExternalStatuses, externalStatusEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const status = (name: string): ExternalStatusItem => ({
  name,
  url: 'https://status.example.com/api/v2/summary.json',
  service: 'checkout',
  components: [],
  opensAt: 'major',
  standing: 'unknown',
  seen: 'unknown',
  looks: 0,
  sentence: '',
  revision: 0,
})

it('finds a status page by name, and all of them by name', async () => {
  await table.store.transact(['mails', 'cards'].map((name) => externalStatusEntity.create(status(name))))
  expect(await externalStatusEntity.get(table.store, { name: 'cards' })).toEqual({ ...status('cards'), revision: 1 })
  const all = await externalStatusEntity.queryAll(table.store, { ...allExternalStatuses, limit: 10 })
  expect(all.map(({ name }) => name)).toEqual(['cards', 'mails'])
})
