import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { undescribed } from './person.ts'
import { allPeople, personEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

it('finds a person by name, and everybody by name', async () => {
  const people = ['grace', 'ada'].map((name) => ({ ...undescribed(name), revision: 0 }))
  await table.store.transact(people.map((person) => personEntity.create(person)))
  expect(await personEntity.get(table.store, { name: 'ada' })).toEqual({ ...undescribed('ada'), revision: 1 })
  const all = await personEntity.queryAll(table.store, { ...allPeople, limit: 10 })
  expect(all.map(({ name }) => name)).toEqual(['ada', 'grace'])
})
