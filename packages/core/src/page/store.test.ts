import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { pageStartMs, pageSubject, pagesToAda } from './page-fixture.ts'
import { pageEntity, pagesOfDay, pagesOfEscalation, pagesToPerson } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

it('finds the pages of an escalation in the order of their steps, of a person and of a day by time', async () => {
  const pages = [...pagesToAda({}, { step: 10 }), ...pagesToAda({}, { step: 2 })]
  await table.store.transact(pages.map((page) => pageEntity.create(page)))
  const limit = 10
  const own = await pageEntity.queryAll(table.store, { ...pagesOfEscalation(pageSubject.escalationId), limit })
  expect(own.map(({ step }) => step)).toEqual([2, 2, 10, 10])
  const hers = await pageEntity.queryAll(table.store, { ...pagesToPerson('ada'), limit })
  expect(hers).toHaveLength(4)
  const ofDay = await pageEntity.queryAll(table.store, { ...pagesOfDay(pageStartMs), limit })
  expect(ofDay.map(({ id }) => id).sort()).toEqual(pages.map(({ id }) => id).sort())
})

it('takes the same page once: its key is its place', async () => {
  const [page] = pagesToAda({}, { step: 3 })
  if (page === undefined) throw new Error('there is a page')
  const create = () => table.store.transact([pageEntity.create(page)])
  expect(await create()).toEqual({ kind: 'written' })
  expect(await create()).toMatchObject({ kind: 'refused', refusals: [{ reason: 'condition' }] })
})
