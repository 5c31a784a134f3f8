import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { artifactEntity, artifactsOfCommit, artifactsOfDigest, artifactsOfService } from './store.ts'

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

it('finds artifacts by their content, by their commit and by their service', async () => {
  const digest = `sha256:${'1'.repeat(64)}`
  const basket = { ...artifact, service: 'basket', pipeline: 'basket', digest }
  const stored = [basket, { ...basket, version: '1.4.3' }, { ...basket, service: 'basket-preview', commit: '5a0b2d1' }]
  await table.store.transact(stored.map((item) => artifactEntity.create(item)))
  const namesUnder = async (query: Parameters<typeof artifactEntity.queryAll>[1]) =>
    (await artifactEntity.queryAll(table.store, query)).map(({ service, version }) => `${service} ${version}`)
  const both = ['basket 1.4.2', 'basket 1.4.3']
  expect(await namesUnder({ ...artifactsOfDigest(digest), limit: 9 })).toEqual(['basket-preview 1.4.2', ...both].sort())
  expect(await namesUnder({ ...artifactsOfCommit('basket', '4f9a1c0'), limit: 9 })).toEqual(both)
  expect(await namesUnder({ ...artifactsOfService('basket'), limit: 9 })).toEqual(both)
})
