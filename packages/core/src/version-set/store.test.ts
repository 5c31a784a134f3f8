import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { allVersionSets, versionSetEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

it('finds a version set by its name, and all of them by time', async () => {
  const set = (name: string, recordedAtMs: number) => ({
    name,
    members: [{ service: 'checkout', version: '1.4.2', digest: `sha256:${'0'.repeat(64)}`, pipeline: 'checkout' }],
    note: '',
    recordedBy: 'person:ann',
    recordedAtMs,
    revision: 0,
  })
  await table.store.transact([set('b', 1), set('a', 2)].map((item) => versionSetEntity.create(item)))
  expect(await versionSetEntity.get(table.store, { name: 'a' })).toEqual({ ...set('a', 2), revision: 1 })
  const all = await versionSetEntity.queryAll(table.store, { ...allVersionSets, limit: 9 })
  expect(all.map(({ name }) => name)).toEqual(['b', 'a'])
})
