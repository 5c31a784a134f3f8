import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { newIncidentId } from '../../../../test/harness/incident-item.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { monthsBetween } from './month.ts'
import { undeclaredPage } from './page.ts'
import {
  activeSubscribers,
  liveStatusIncidents,
  pastStatusIncidents,
  type StatusIncident,
  statusIncidentEntity,
  statusPageEntity,
  statusUpdateEntity,
  subscriberEntity,
  subscriptionHourEntity,
  updatesOf,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const incident = (more: Partial<StatusIncident>): StatusIncident => ({
  incidentId: newIncidentId(),
  service: 'checkout',
  services: ['checkout'],
  state: 'investigating',
  updates: 0,
  startedAtMs: testStartMs,
  changedAtMs: testStartMs,
  spans: [],
  revision: 0,
  ...more,
})

describe('the status page', () => {
  it('is one', async () => {
    const page = { ...undeclaredPage, url: 'https://status.example.com' }
    await table.store.transact([statusPageEntity.create({ ...page, revision: 0 })])
    expect(await statusPageEntity.get(table.store, {})).toEqual({ ...page, revision: 1 })
  })

  it('has what goes on, and what is over by the month in which it began', async () => {
    const [live, past] = [incident({}), incident({ state: 'resolved' })]
    const older = incident({ state: 'resolved', startedAtMs: Date.UTC(2026, 1, 28) })
    await table.store.transact([live, past, older].map((item) => statusIncidentEntity.create(item)))
    const idsUnder = async (query: { index: 'gsi1'; pk: string }) =>
      (await statusIncidentEntity.queryAll(table.store, { ...query, limit: 10 })).map(({ incidentId }) => incidentId)
    expect(await idsUnder(liveStatusIncidents)).toEqual([live.incidentId])
    expect(await idsUnder(pastStatusIncidents(testStartMs))).toEqual([past.incidentId])
    expect(await statusIncidentEntity.get(table.store, live)).toEqual({ ...live, revision: 1 })
    const months = monthsBetween(Date.UTC(2026, 0, 31), testStartMs)
    expect(months.map((monthMs) => new Date(monthMs).getUTCMonth() + 1)).toEqual([3, 2, 1])
  })

  it('has what was told of an incident, in order', async () => {
    const incidentId = newIncidentId()
    const told = [11, 2].map((number) => ({
      incidentId,
      number,
      state: 'investigating' as const,
      text: `${number}`,
      atMs: testStartMs,
      revision: 0,
    }))
    await table.store.transact(told.map((item) => statusUpdateEntity.create(item)))
    const found = await statusUpdateEntity.queryAll(table.store, { ...updatesOf(incidentId), limit: 10 })
    expect(found.map(({ number }) => number)).toEqual([2, 11])
  })
})

describe('subscribers', () => {
  it('are listed once they confirmed, and forgotten where they do not', async () => {
    const asked = {
      id: 'a',
      channel: 'email' as const,
      address: 'ada@example.com',
      createdAtMs: testStartMs,
      askedAtMs: testStartMs,
      forgottenAtMs: testStartMs + 1,
      revision: 0,
    }
    const confirmed = { ...asked, id: 'b', confirmedAtMs: testStartMs }
    await table.store.transact([asked, confirmed].map((item) => subscriberEntity.create(item)))
    const found = await subscriberEntity.queryAll(table.store, { ...activeSubscribers, limit: 10 })
    expect(found.map(({ id }) => id)).toEqual(['b'])
    expect(await subscriberEntity.get(table.store, { id: 'a' })).toEqual({ ...asked, revision: 1 })
  })

  it('are counted by the hour', async () => {
    const counted = { hour: '2026-03-02T09', count: 1, revision: 0 }
    await table.store.transact([subscriptionHourEntity.create(counted)])
    expect(await subscriptionHourEntity.get(table.store, counted)).toEqual({ ...counted, revision: 1 })
  })
})
