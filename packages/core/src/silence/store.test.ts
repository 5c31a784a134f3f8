import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { allMaintenance, allSilences, maintenanceEntity, muteHeadEntity, silenceEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const matchers = [{ label: 'service', operator: '=' as const, value: 'checkout' }]

it('finds silences and windows each by their name, and each kind whole without the other', async () => {
  const silence = { id: 'sil_1', matchers, startsAtMs: 1, endsAtMs: 2, createdBy: 'ann', reason: 'known', revision: 0 }
  const window = {
    name: 'nightly',
    matchers,
    intervals: [{ times: [[0, 60] as [number, number]] }],
    owner: 'shop',
    reason: 'backup',
    revision: 0,
  }
  await table.store.transact([
    silenceEntity.create(silence),
    maintenanceEntity.create(window),
    muteHeadEntity.create({ name: 'mutes', revision: 0 }),
  ])
  expect(await silenceEntity.get(table.store, { id: 'sil_1' })).toEqual({ ...silence, revision: 1 })
  expect(await silenceEntity.queryAll(table.store, { ...allSilences, limit: 10 })).toHaveLength(1)
  expect(await maintenanceEntity.queryAll(table.store, { ...allMaintenance, limit: 10 })).toEqual([
    { ...window, revision: 1 },
  ])
  expect(await muteHeadEntity.get(table.store, { name: 'mutes' })).toMatchObject({ revision: 1 })
})
