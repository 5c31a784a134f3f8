import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { allServices, publicServices, serviceEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const service = (name: string) => ({ name, owner: 'shop', tier: 2, description: '', dependsOn: [], revision: 0 })

it('finds a service by its name, and the whole catalog by name', async () => {
  await table.store.transact(['search', 'checkout'].map((name) => serviceEntity.create(service(name))))
  expect(await serviceEntity.get(table.store, { name: 'checkout' })).toEqual({ ...service('checkout'), revision: 1 })
  const all = await serviceEntity.queryAll(table.store, { ...allServices, limit: 10 })
  expect(all.map(({ name }) => name)).toEqual(['checkout', 'search'])
})

it('finds those that the public knows, and no others', async () => {
  const known = { ...service('storefront'), publicAs: { name: 'Shop' }, publicSinceMs: 5 }
  await table.store.transact([known, service('ledger')].map((item) => serviceEntity.create(item)))
  const found = await serviceEntity.queryAll(table.store, { ...publicServices, limit: 10 })
  expect(found).toEqual([{ ...known, revision: 1 }])
})
