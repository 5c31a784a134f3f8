import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { weightProblems } from './lever.ts'
import { allLevers, allSplits, leverEntity, splitEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const by = { webhook: 'https://ops.example.com/levers' }
const targets = [
  { name: 'eu-west-1', usualPercent: 60, atMostPercent: 100 },
  { name: 'us-east-1', usualPercent: 40, atMostPercent: 70 },
]

it('finds a lever and a split by name, and all of each', async () => {
  const lever = { name: 'no-ads', service: 'shop', does: 'x', expect: 'y', undo: 'z', by, isPulled: false, revision: 0 }
  const split = { name: 'regions', service: 'shop', targets, by, revision: 0 }
  await table.store.transact([leverEntity.create(lever), splitEntity.create(split)])
  expect(await leverEntity.get(table.store, lever)).toEqual({ ...lever, revision: 1 })
  expect(await splitEntity.get(table.store, split)).toEqual({ ...split, revision: 1 })
  expect(await leverEntity.queryAll(table.store, { ...allLevers, limit: 5 })).toHaveLength(1)
  expect(await splitEntity.queryAll(table.store, { ...allSplits, limit: 5 })).toHaveLength(1)
})

it('lets traffic go to declared places alone, no more than they bear, and all of it', () => {
  expect(weightProblems({ targets }, { 'eu-west-1': 30, 'us-east-1': 70 })).toEqual([])
  expect(weightProblems({ targets }, { 'eu-west-1': 100 })).toEqual([])
  expect(weightProblems({ targets }, { 'us-east-1': 71, 'eu-west-1': 29 })).toEqual([
    'us-east-1 bears at most 70 %, not 71 %',
  ])
  expect(weightProblems({ targets }, { 'ap-south-1': 40, 'eu-west-1': 50 })).toEqual([
    'ap-south-1 is none of eu-west-1, us-east-1',
    'the shares add up to 90 %',
  ])
})
