import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { newIncidentId } from '../../../../test/harness/incident-item.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { type NoticeItem, noticeId } from './notice.ts'
import { deliveryOf } from './plan.ts'
import { deliveriesOf, deliveryEntity, noticeEntity, noticeThreadEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const incidentId = newIncidentId()
const notice: NoticeItem = {
  id: noticeId.derive(testStartMs, incidentId, '7'),
  incidentId,
  number: 7,
  audience: 'internal',
  service: 'checkout',
  severity: 'SEV2',
  title: 'cards are refused',
  text: 'We look into it.',
  saidAtMs: testStartMs,
  correlationId: 'cor_test',
  isListed: true,
  revision: 0,
}

it('finds a notice by its id, and everybody whom it goes to', async () => {
  const deliveries = ['a@example.com', 'b@example.com'].map((address) =>
    deliveryOf(notice, { channel: 'email', address }),
  )
  const other = deliveryOf(
    { ...notice, id: noticeId.derive(testStartMs, incidentId, '8') },
    { channel: 'slack', address: 'C1' },
  )
  const writes = [...deliveries, other].map((delivery) => deliveryEntity.create(delivery))
  await table.store.transact([noticeEntity.create(notice), ...writes])
  expect(await noticeEntity.get(table.store, notice)).toEqual({ ...notice, revision: 1 })
  const found = await deliveryEntity.queryAll(table.store, { ...deliveriesOf(notice.id), limit: 10 })
  expect(found.map(({ address }) => address).sort()).toEqual(['a@example.com', 'b@example.com'])
  expect(await deliveryEntity.get(table.store, other)).toEqual({ ...other, revision: 1 })
})

it('finds the thread of an incident in a channel', async () => {
  const thread = { incidentId, address: '#inc-1', receipt: 'C1:15.2', revision: 0 }
  await table.store.transact([noticeThreadEntity.create(thread)])
  expect(await noticeThreadEntity.get(table.store, thread)).toEqual({ ...thread, revision: 1 })
})
