import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { artifactEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const artifact = {
  service: 'checkout',
  version: '1.4.2',
  digest: `sha256:${'0'.repeat(64)}`,
  location: 'x',
  pipeline: 'checkout',
  commit: '4f9a1c0',
  author: 'ann',
  buildId: 'b1',
  builtAtMs: 1,
  correlationId: 'cor_1',
  revision: 0,
}

it('finds an artifact by its service and version, and no other service’s', async () => {
  await table.store.transact([artifactEntity.create(artifact)])
  expect(await artifactEntity.get(table.store, { service: 'checkout', version: '1.4.2' })).toEqual({
    ...artifact,
    revision: 1,
  })
  expect(await artifactEntity.get(table.store, { service: 'search', version: '1.4.2' })).toBeUndefined()
})
