/** An acknowledgement before the deadline always wins; at and after it, it still stops what would come next. And it does not hold for ever. */
import { expect } from 'vitest'
import {
  declarePolicy,
  escalating,
  escalationOf,
  escalationScenario,
  escalationScenarios,
  escalationStory,
  incident,
  incidentEvent,
  openedEvent,
  openIncident,
} from '../harness/escalation.ts'
import { expectPages } from '../harness/pager.ts'
import { withEscalationAlone, withEverythingTwice } from '../harness/topology.ts'

const deadlineMs = 5 * 60_000

escalationScenarios(
  [
    { when: 'one millisecond before the deadline', atMs: deadlineMs - 1, second: false },
    { when: 'at the deadline', atMs: deadlineMs, second: true },
    { when: 'one millisecond after the deadline', atMs: deadlineMs + 1, second: true },
  ],
  ({ when, second }) => `acknowledged ${when}: the second level is ${second ? '' : 'not '}paged, and nobody after it`,
  async (houston, { atMs, second }) => {
    await declarePolicy(houston)
    const openedMs = houston.nowMs
    await openIncident(houston)
    await houston.runtime.clock.advanceTo(openedMs + atMs)
    await houston.settle()
    await houston.accepted('escalation.acknowledge', { id: incident, by: 'ada' })
    await houston.fastForward('20m')
    const { escalation, pages } = await escalationOf(houston)
    expect(escalation).toMatchObject({ state: 'acknowledged', takenBy: 'ada', answeredAtMs: openedMs + atMs })
    const triggers = pages.filter(({ action }) => action === 'trigger').map(({ person }) => person)
    expect(triggers).toEqual(second ? ['ada', 'grace'] : ['ada'])
    const told = (name: string): string => `5m acknowledge ${name}`
    expectPages(houston, openedMs, [
      '0 trigger ada',
      told('ada'),
      ...(second ? ['5m trigger grace', told('grace')] : []),
    ])
    houston.allowEvents(...escalating)
    houston.expectEvents({ 'escalation.acknowledged': 1, 'escalation.level-paged': second ? 2 : 1 })
  },
)

escalationScenario('an acknowledgement that nothing follows goes stale: who has it is paged again', async (houston) => {
  await declarePolicy(houston)
  const openedMs = houston.nowMs
  await openIncident(houston)
  await houston.fastForward('2m')
  await houston.accepted('escalation.acknowledge', { id: incident, by: 'grace' })
  await houston.fastForward('29m')
  expect((await escalationOf(houston)).escalation.state).toBe('acknowledged')
  await houston.fastForward('1m')
  expect((await escalationOf(houston)).escalation).toMatchObject({ state: 'active', round: 1 })
  await houston.accepted('escalation.acknowledge', { id: incident, by: 'grace' })
  expectPages(houston, openedMs, [
    '0 trigger ada',
    '2m acknowledge ada',
    '32m trigger ada',
    '32m trigger grace',
    '32m acknowledge ada',
    '32m acknowledge grace',
  ])
  expect(await escalationStory(houston)).toEqual([
    'started',
    'level-paged',
    'acknowledged',
    'acknowledgement-stale',
    'level-paged',
    'acknowledged',
  ])
  houston.allowEvents(...escalating)
  houston.expectEvents({ 'escalation.acknowledged': 2, 'escalation.acknowledgement-stale': 1 })
})

escalationScenario('a snooze ends at its time, and handing over pages the other at once', async (houston) => {
  await declarePolicy(houston)
  const openedMs = houston.nowMs
  await openIncident(houston)
  await houston.accepted('escalation.snooze', { id: incident, for: '10m', why: 'in a train', by: 'ada' })
  await houston.fastForward('11m')
  const person = { name: 'zoe', timeZone: 'UTC', contacts: [{ name: 't', channel: 'terminal', address: 'zoe' }] }
  await houston.accepted('person.record', person)
  await houston.accepted('escalation.reassign', { id: incident, to: 'zoe', why: 'she knows it', by: 'ada' })
  await houston.fastForward('1m')
  await houston.accepted('escalation.acknowledge', { id: incident, by: 'zoe' })
  expectPages(houston, openedMs, [
    '0 trigger ada',
    '0 acknowledge ada',
    '10m trigger ada',
    '11m trigger zoe',
    '12m acknowledge ada',
    '12m acknowledge zoe',
  ])
  houston.allowEvents(...escalating, 'escalation.snoozed', 'escalation.reassigned', 'escalation.acknowledgement-stale')
  houston.expectEvents({ 'escalation.acknowledged': 1 })
})

escalationScenario(
  'a resolved incident ends it: everybody who was asked is told, and nobody is paged again',
  async (houston) => {
    await declarePolicy(houston)
    const openedMs = houston.nowMs
    await openIncident(houston)
    await houston.fastForward('6m')
    const resolved = incidentEvent(
      houston,
      'incident.resolved',
      {},
      {
        startedAtMs: openedMs,
        resolvedAtMs: houston.nowMs,
        by: 'ann',
        round: 1,
      },
    )
    await houston.putEvent('houston.incident', 'incident.resolved', resolved)
    await houston.putEvent('houston.incident', 'incident.resolved', resolved)
    await houston.fastForward('1h')
    expect((await escalationOf(houston)).escalation.state).toBe('ended')
    expect(await houston.command('escalation.acknowledge', { id: incident, by: 'ada' })).toMatchObject({
      status: 409,
      body: { code: 'escalation.illegal-action' },
    })
    expectPages(houston, openedMs, ['0 trigger ada', '5m trigger grace', '6m resolve ada', '6m resolve grace'])
    houston.allowEvents(...escalating, 'incident.resolved')
    houston.expectEvents({ 'escalation.ended': 1 })
  },
)

escalationScenario(
  'every event twice, and late ones: one escalation, each page once',
  async (houston) => {
    await declarePolicy(houston)
    const openedMs = houston.nowMs
    const opened = openedEvent(houston)
    await houston.putEvent('houston.incident', 'incident.opened', opened)
    await houston.fastForward('6m')
    await houston.accepted('escalation.acknowledge', { id: incident, by: 'ada' })
    const taken = incidentEvent(houston, 'incident.acknowledged', {}, { by: 'ada' })
    await houston.putEvent('houston.incident', 'incident.acknowledged', taken)
    await houston.putEvent('houston.incident', 'incident.opened', opened)
    await houston.fastForward('10m')
    expectPages(houston, openedMs, ['0 trigger ada', '5m trigger grace', '6m acknowledge ada', '6m acknowledge grace'])
    houston.allowEvents(...escalating, 'incident.acknowledged')
    houston.logs.allow(/task failed .*escalation.already-driven/)
    houston.expectEvents({ 'escalation.started': 1, 'escalation.acknowledged': 1, 'escalation.level-paged': 2 })
  },
  { topology: (topology) => withEverythingTwice(withEscalationAlone(topology)) },
)

escalationScenario(
  'a severity that rises calls again, whoever had it; a person may not answer without the role',
  async (houston) => {
    await declarePolicy(houston)
    const openedMs = houston.nowMs
    await openIncident(houston, { severity: 'SEV3' })
    expect(await houston.command('escalation.acknowledge', { id: incident }, { roles: ['viewer'] })).toMatchObject({
      status: 403,
    })
    await houston.accepted('escalation.acknowledge', { id: incident, by: 'ada' })
    await houston.fastForward('1m')
    const data = { before: 'SEV3', reason: 'outage', by: 'ann' }
    const raised = incidentEvent(houston, 'incident.severity-changed', { severity: 'SEV1' }, data)
    await houston.putEvent('houston.incident', 'incident.severity-changed', raised)
    await houston.fastForward('1m')
    expect((await escalationOf(houston)).escalation).toMatchObject({ state: 'active', severity: 'SEV1', round: 1 })
    await houston.accepted('escalation.acknowledge', { id: incident, by: 'ada' })
    expectPages(houston, openedMs, ['0 trigger ada', '0 acknowledge ada', '1m trigger ada', '2m acknowledge ada'])
    houston.allowEvents(...escalating, 'incident.severity-changed')
    houston.expectEvents({ 'escalation.acknowledged': 2, 'escalation.severity-changed': 1 })
  },
)
