import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { incidentItem, newIncidentId } from '../../../../test/harness/incident-item.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { dayMs } from '../clock.ts'
import type { EntityQuery } from '../entity.ts'
import {
  communicationEntity,
  communicationsOf,
  endedIncidents,
  incidentEntity,
  incidentLinkEntity,
  incidentLockEntity,
  incidentsOfService,
  linkKinds,
  liveIncidents,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const idsUnder = async (query: Pick<EntityQuery, 'index' | 'pk'>) =>
  (await incidentEntity.queryAll(table.store, { ...query, limit: 100 })).map(({ id }) => id)

describe('incidents', () => {
  it('are found by id, and by service from the oldest, and no other service’s', async () => {
    const [late, early] = [newIncidentId(testStartMs + 5), newIncidentId(testStartMs)]
    const items = [incidentItem(late, { service: 'basket' }), incidentItem(early, { service: 'basket' })]
    const others = [incidentItem(newIncidentId(), { service: 'basket-preview' })]
    await table.store.transact([...items, ...others].map((item) => incidentEntity.create(item)))
    expect(await incidentEntity.get(table.store, { id: late })).toEqual({ ...items[0], revision: 1 })
    expect(await idsUnder(incidentsOfService('basket'))).toEqual([early, late])
  })

  it('are among the live ones until they end, and then among those of that day', async () => {
    const item = incidentItem(newIncidentId(), { state: 'resolved' })
    const closedAtMs = testStartMs + dayMs
    await table.store.transact([incidentEntity.create(item)])
    expect(await idsUnder(liveIncidents)).toContain(item.id)
    await table.store.transact([incidentEntity.replace({ ...item, state: 'closed', closedAtMs, revision: 1 })])
    expect(await idsUnder(liveIncidents)).not.toContain(item.id)
    expect(await idsUnder(endedIncidents(closedAtMs))).toEqual([item.id])
    expect(await idsUnder(endedIncidents(testStartMs))).toEqual([])
  })
})

describe('what leads to an incident', () => {
  it('is found by the service that it is open for', async () => {
    const lock = { service: 'checkout', incidentId: newIncidentId(), revision: 0 }
    await table.store.transact([incidentLockEntity.create(lock)])
    expect(await incidentLockEntity.get(table.store, lock)).toEqual({ ...lock, revision: 1 })
  })

  it.each(linkKinds)('is found by the name of a %s', async (kind) => {
    const link = { kind, name: 'grp_1', incidentId: newIncidentId(), isOver: false, revision: 0 }
    await table.store.transact([incidentLinkEntity.create(link)])
    expect(await incidentLinkEntity.get(table.store, link)).toEqual({ ...link, revision: 1 })
  })
})

describe('communications', () => {
  it('are found by incident and audience, all of one incident and no other’s', async () => {
    const [one, other] = [newIncidentId(), newIncidentId()]
    const told = (incidentId: string, audience: string) => ({
      incidentId: incidentId as typeof one,
      audience,
      reminders: 1,
      revision: 0,
    })
    const items = [told(one, 'internal'), told(one, 'customers'), told(other, 'internal')]
    await table.store.transact(items.map((item) => communicationEntity.create(item)))
    const key = { incidentId: one, audience: 'internal' }
    expect(await communicationEntity.get(table.store, key)).toEqual({ ...told(one, 'internal'), revision: 1 })
    const found = await communicationEntity.queryAll(table.store, { ...communicationsOf(one), limit: 10 })
    expect(found.map(({ audience }) => audience)).toEqual(['customers', 'internal'])
  })
})
