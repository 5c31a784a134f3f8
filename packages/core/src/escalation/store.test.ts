import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { escalation, startMs, threeLevels } from './escalation-fixture.ts'
import { escalationId } from './event.ts'
import {
  allPolicies,
  endedEscalations,
  escalationEntity,
  incidentEscalationEntity,
  openEscalations,
  policyEntity,
  turnEntity,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())
const limit = 10

it('lists escalations that nobody has ended, and those that ended on a day', async () => {
  const open = escalation({ id: escalationId.derive(startMs, 'open'), revision: 0 })
  const ended = { ...open, id: escalationId.derive(startMs, 'ended'), state: 'ended' as const, endedAtMs: startMs }
  await table.store.transact([escalationEntity.create(open), escalationEntity.create(ended)])
  const idsIn = async (partition: typeof openEscalations | ReturnType<typeof endedEscalations>) =>
    (await escalationEntity.queryAll(table.store, { ...partition, limit })).map(({ id }) => id)
  expect(await idsIn(openEscalations)).toEqual([open.id])
  expect(await idsIn(endedEscalations(startMs))).toEqual([ended.id])
  expect(await escalationEntity.get(table.store, { id: open.id })).toEqual({ ...open, revision: 1 })
})

it('gives an incident one escalation', async () => {
  const link = { incidentId: 'inc_1', escalationId: escalationId.derive(1, 'a'), revision: 0 }
  expect(await table.store.transact([incidentEscalationEntity.create(link)])).toEqual({ kind: 'written' })
  expect(await table.store.transact([incidentEscalationEntity.create(link)])).toMatchObject({ kind: 'refused' })
  const found = await incidentEscalationEntity.get(table.store, { incidentId: 'inc_1' })
  expect(found?.escalationId).toBe(link.escalationId)
})

it('finds policies by name, and the turns of their levels', async () => {
  const policy = threeLevels()
  const turn = { policy: 'shop', level: 'first', turn: 3, revision: 0 }
  await table.store.transact([policyEntity.create({ ...policy, revision: 0 }), turnEntity.create(turn)])
  expect(await policyEntity.get(table.store, { name: 'shop' })).toEqual({ ...policy, revision: 1 })
  const all = await policyEntity.queryAll(table.store, { ...allPolicies, limit })
  expect(all.map(({ name }) => name)).toEqual(['shop'])
  expect((await turnEntity.get(table.store, turn))?.turn).toBe(3)
})
