import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContext, testStartMs } from '../../../../test/harness/context.ts'
import { calendarFrom, freezeFrom, word } from '../../../../test/harness/gate-facts.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import type { Actor } from '../actor.ts'
import { hourMs } from '../clock.ts'
import { gatePolicySchema } from './policy.ts'
import {
  allCalendars,
  allFreezes,
  allPolicies,
  approvalEntity,
  approvalsOfDigest,
  attributionEntity,
  budgetEntity,
  calendarEntity,
  freezeEntity,
  policyEntity,
  stepResultEntity,
  stepsOfDigest,
} from './store.ts'
import * as Gate from './surface.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const admin: Actor = { kind: 'person', id: 'ada', roles: ['admin'] }
const scanner: Actor = { kind: 'service', id: 'scanner', roles: ['releaser'] }
const as = (actor: Actor, nowMs = testStartMs) => testContext({ store: table.store, actor, nowMs })
/** As it comes over the wire. */
const sent = (declared: object) => JSON.parse(JSON.stringify(declared))
const digest = `sha256:${'1'.repeat(64)}`

describe('freezes', () => {
  it('are found by name and all together, and a lifted one holds nothing until it is declared again', async () => {
    const sale = freezeFrom({ from: '2026-03-01', until: '2026-03-09' })
    expect(await Gate.recordFreeze(as(admin), sent(sale))).toEqual({ changed: true })
    expect(await Gate.recordFreeze(as(admin), sent(sale))).toEqual({ changed: false })
    expect(await freezeEntity.get(table.store, { name: 'sale' })).toMatchObject({ by: 'ada', revision: 1 })
    expect(await freezeEntity.queryAll(table.store, { ...allFreezes, limit: 9 })).toHaveLength(1)
    expect(await Gate.thaw(as(admin), { name: 'sale', why: 'sold out' })).toEqual({ lifted: true })
    expect(await Gate.thaw(as(admin), { name: 'sale', why: 'sold out' })).toEqual({ lifted: false })
    expect(await Gate.listFreezes(as(admin))).toEqual([])
    expect((await Gate.freezes(as(admin), {})).items).toEqual([])
    expect((await Gate.freezes(as(admin), { all: true })).items).toMatchObject([
      { state: 'lifted', freeze: { lifted: { by: 'ada', why: 'sold out' } } },
    ])
    expect(await Gate.recordFreeze(as(admin), sent(sale))).toEqual({ changed: true })
    expect((await Gate.freezes(as(admin), {})).items).toMatchObject([
      { state: 'holds', thawsAtMs: Date.parse('2026-03-09T00:00:00Z') },
    ])
  })

  it('by command hold from now on, under their name alone, and not for a viewer', async () => {
    const untilMs = testStartMs + hourMs
    await Gate.freeze(as(admin), { name: 'outage', why: 'the region is down', untilMs })
    expect(await freezeEntity.get(table.store, { name: 'outage' })).toMatchObject({ fromMs: testStartMs, untilMs })
    await expect(Gate.freeze(as(admin), { why: 'late', untilMs: testStartMs })).rejects.toMatchObject({
      code: 'gate.freeze-over',
    })
    await expect(Gate.thaw(as(admin), { name: 'none', why: 'x' })).rejects.toMatchObject({
      code: 'gate.freeze-unknown',
    })
    const viewer: Actor = { kind: 'person', id: 'vic', roles: ['viewer'] }
    await expect(Gate.freeze(as(viewer), { why: 'x' })).rejects.toMatchObject({ code: 'operation.denied' })
  })
})

describe('calendars and policies', () => {
  it('are found by name and all together', async () => {
    const calendar = calendarFrom('office', { times: [{ start_time: '09:00', end_time: '16:00' }] })
    await Gate.recordCalendar(as(admin), sent(calendar))
    expect(await Gate.recordCalendar(as(admin), sent(calendar))).toEqual({ changed: false })
    expect(await calendarEntity.get(table.store, { name: 'office' })).toMatchObject({ revision: 1 })
    expect(await calendarEntity.queryAll(table.store, { ...allCalendars, limit: 9 })).toHaveLength(1)
    expect((await Gate.calendars(as(admin, Date.parse('2026-03-02T16:00:00Z')), {})).items).toMatchObject([
      { open: false, opensAtMs: Date.parse('2026-03-03T09:00:00Z') },
    ])
    const policy = gatePolicySchema.parse({ budget: { required: true } })
    await Gate.recordPolicy(as(admin), { name: 'strict', policy })
    expect(await policyEntity.get(table.store, { name: 'strict' })).toMatchObject({ policy, revision: 1 })
    expect(await policyEntity.queryAll(table.store, { ...allPolicies, limit: 9 })).toHaveLength(1)
    expect(await Gate.policyOf(as(admin), 'strict')).toEqual(policy)
    expect(await Gate.policyOf(as(admin), undefined)).toEqual(gatePolicySchema.parse({}))
    await expect(Gate.policyOf(as(admin), 'none')).rejects.toMatchObject({ code: 'gate.policy-unknown' })
  })
})

describe('what was said of an artifact', () => {
  it('is found by its digest, oldest first, for the whole release and for single waves', async () => {
    const later = { ...word('bob', { digest, wave: 'beta', atMs: testStartMs + 1 }), releaseId: 'rel_1', revision: 0 }
    const writes = [
      approvalEntity.create(later),
      Gate.writeApproval(word('ann', { digest, atMs: testStartMs }), 'rel_1'),
    ]
    await table.store.transact(writes)
    await table.store.transact([Gate.writeApproval(word('cat', { digest: 'sha256:other' }), 'rel_2')])
    const found = await approvalEntity.queryAll(table.store, { ...approvalsOfDigest(digest), limit: 9 })
    expect(found.map(({ by, wave }) => [by.id, wave])).toEqual([
      ['ann', undefined],
      ['bob', 'beta'],
    ])
    expect((await Gate.listApprovals(as(admin), digest)).map(({ by }) => by.id)).toEqual(['ann', 'bob'])
  })

  it('is the latest result of each step, reported by services alone', async () => {
    const report = { name: 'scan', digest, passed: false, evidence: 'https://scan/1' }
    await expect(Gate.reportStep(as(admin), report)).rejects.toMatchObject({ code: 'gate.not-a-service' })
    await Gate.reportStep(as(scanner), report)
    await Gate.reportStep(as(scanner, testStartMs + 5), { ...report, passed: true })
    expect(await stepResultEntity.queryAll(table.store, { ...stepsOfDigest(digest), limit: 9 })).toMatchObject([
      { name: 'scan', passed: true, atMs: testStartMs + 5, revision: 2 },
    ])
    expect(await stepResultEntity.get(table.store, { digest, name: 'scan' })).toMatchObject({ by: { id: 'scanner' } })
    expect(await Gate.listSteps(as(admin), digest)).toHaveLength(1)
  })
})

describe('an error budget', () => {
  it('is known as last reported, and not declared before', async () => {
    expect(await Gate.budgetOf(as(admin), 'checkout')).toBeUndefined()
    await Gate.reportBudget(as(scanner), { service: 'checkout', leftShare: 0.4, windowMs: hourMs })
    await Gate.reportBudget(as(scanner, testStartMs + 5), { service: 'checkout', leftShare: 0.3, windowMs: hourMs })
    expect(await budgetEntity.get(table.store, { service: 'checkout' })).toMatchObject({
      leftShare: 0.3,
      by: 'scanner',
    })
    expect(await Gate.budgetOf(as(admin), 'checkout')).toMatchObject({ leftShare: 0.3, atMs: testStartMs + 5 })
  })
})

describe('what something is put down to', () => {
  it('is what was said of it last', async () => {
    const said = { subject: 'inc_1', service: 'checkout', why: 'its new code' }
    expect(await Gate.attributionOf(as(admin), 'inc_1')).toBeUndefined()
    await Gate.attribute(as(admin), { ...said, version: 'v1' })
    await Gate.attribute(as(admin), { ...said, version: 'v2' })
    expect(await attributionEntity.get(table.store, said)).toMatchObject({ version: 'v2', by: 'ada', revision: 2 })
    expect(await Gate.attributionOf(as(admin), 'inc_1')).toEqual({ service: 'checkout', version: 'v2' })
  })
})
