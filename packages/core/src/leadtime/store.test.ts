import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { isoTime } from '../clock.ts'
import { leadTimeEntity, measuredOf, openOf } from './store.ts'
import { waitedMs } from './wait.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const item = (commit: string, pushedAtMs: number, productionAtMs?: number) => ({
  ...{ pipeline: 'checkout', service: 'checkout', commit, author: 'ann', committedAtMs: 0, pushedAtMs },
  ...{ state: 'pushed' as const, stages: [], waitedMs: waitedMs([]), revision: 0 },
  ...(productionAtMs !== undefined && { productionAtMs }),
})

it('finds a change by its commit; open ones by their push, measured ones by when they reached production', async () => {
  const items = [
    item('aaaaaa1', testStartMs + 2),
    item('aaaaaa2', testStartMs + 1),
    item('aaaaaa3', testStartMs, testStartMs + 9),
  ]
  await table.store.transact(
    [...items, { ...item('aaaaaa4', 0), pipeline: 'search' }].map((each) => leadTimeEntity.create(each)),
  )
  expect(await leadTimeEntity.get(table.store, { pipeline: 'checkout', commit: 'aaaaaa2' })).toEqual({
    ...items[1],
    revision: 1,
  })
  const commits = async (query: Parameters<typeof leadTimeEntity.queryAll>[1]) =>
    (await leadTimeEntity.queryAll(table.store, query)).map(({ commit }) => commit)
  expect(await commits({ ...openOf('checkout'), limit: 9 })).toEqual(['aaaaaa2', 'aaaaaa1'])
  const until = async (timeMs: number) =>
    commits({ ...measuredOf('checkout'), skBetween: [isoTime(testStartMs), isoTime(timeMs)], limit: 9 })
  expect([await until(testStartMs + 9), await until(testStartMs + 10)]).toEqual([[], ['aaaaaa3']])
})
