/** An alert group becomes one incident with people on it, told in time, measured, watched for an hour, and closed. */
import { expect } from 'vitest'
import {
  incidentStory,
  incidentTimeline,
  incidentUnderWay,
  incidentView,
  liveIncidents,
  onlyIncident,
  openGroup,
  resolveGroup,
} from '../harness/incident.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutPages } from '../harness/topology.ts'

const catalog = { name: 'checkout', owner: 'payments', tier: 1 }

scenario(
  'a group that wakes people is one incident; whom to tell falls due at +2, +5 and +10 minutes',
  async (houston) => {
    await houston.accepted('service.record', catalog)
    await openGroup(houston, { startedAtMs: houston.nowMs - 60_000 })
    const opened = await onlyIncident(houston)
    expect(opened).toMatchObject({ state: 'open', severity: 'SEV1', service: 'checkout', owner: 'payments', groups: 1 })
    await houston.fastForward('10m')
    expect(houston.events('incident.communication-due')).toEqual([])

    await houston.accepted('incident.acknowledge', { incidentId: opened.id })
    const commandedAtMs = houston.nowMs
    expect((await onlyIncident(houston)).roles).toEqual({ commander: 'ann' })
    const due = () =>
      houston
        .events('incident.communication-due')
        .map(({ time, data }) => [Date.parse(time) - commandedAtMs, data.audience, data.level])
    await houston.fastForward('1m59s')
    expect(due()).toEqual([])
    await houston.fastForward('1s')
    expect(due()).toEqual([[120_000, 'internal', 0]])
    await houston.accepted('incident.communicate', { incidentId: opened.id, audience: 'internal' })
    await houston.fastForward('8m')
    expect(due()).toEqual([
      [120_000, 'internal', 0],
      [300_000, 'status-page', 0],
      [600_000, 'status-page', 1],
      [600_000, 'customers', 0],
    ])
    houston.allowEvents(...incidentUnderWay)
  },
  { topology: withoutPages },
)

scenario(
  'the alerts end: measured thrice, watched for an hour, all clear; every phase is on record',
  async (houston) => {
    await houston.accepted('service.record', catalog)
    const startedAtMs = houston.nowMs
    await openGroup(houston, { severity: 'SEV3' })
    const { id } = await onlyIncident(houston)
    await houston.fastForward('3m')
    await houston.accepted('incident.acknowledge', { incidentId: id })
    await houston.fastForward('10m')
    await resolveGroup(houston)
    expect((await onlyIncident(houston)).state).toBe('verifying')
    await houston.fastForward('2m')
    expect((await onlyIncident(houston)).state).toBe('resolved')
    await houston.fastForward('59m')
    expect((await onlyIncident(houston)).state).toBe('resolved')
    await houston.fastForward('1m')
    expect(await liveIncidents(houston)).toEqual([])

    const { incident, figures } = await incidentView(houston, id)
    expect(incident).toMatchObject({ state: 'closed', closedAtMs: startedAtMs + 75 * 60_000 })
    expect(figures).toMatchObject({ detectMs: 0, acknowledgeMs: 180_000, restoreMs: 900_000 })
    const reached = Object.fromEntries(figures.phases.map(({ name, sinceStartMs }) => [name, sinceStartMs]))
    expect(reached).toMatchObject({
      verified: 180_000,
      commander: 180_000,
      'war-room': null,
      restored: 900_000,
      'all-clear': 4_500_000,
    })
    expect(await houston.accepted('incident.verify', { incidentId: id })).toMatchObject({
      kind: 'whole',
      events: incident.sequence,
    })
    expect((await incidentStory(houston, id)).slice(-2)).toEqual(['monitored', 'closed'])
    houston.allowEvents(...incidentUnderWay)
    houston.expectEvents({ 'incident.opened': 1, 'incident.resolved': 1, 'incident.closed': 1, 'incident.relapsed': 0 })
  },
  { topology: withoutPages },
)

scenario(
  'a group that wakes nobody opens nothing; one more sign of the same service joins',
  async (houston) => {
    await houston.accepted('service.record', catalog)
    await openGroup(houston, { pages: false })
    expect(await liveIncidents(houston)).toEqual([])
    const first = await openGroup(houston, { groupId: 'grp_0000000000000002', severity: 'SEV2' })
    await houston.putEvent('houston.group', 'group.opened', first)
    await openGroup(houston, { groupId: 'grp_0000000000000003', severity: 'SEV1' })
    const incident = await onlyIncident(houston)
    expect(incident).toMatchObject({ severity: 'SEV1', groups: 2, groupsFiring: 2 })
    const declared = await houston.accepted('incident.declare', {
      service: 'checkout',
      title: 'cards are refused',
      customerReports: 12,
    })
    expect(declared).toMatchObject({ kind: 'joined', incident: { id: incident.id, customerReports: 12 } })
    const ended = await resolveGroup(houston, 'grp_0000000000000002')
    await houston.putEvent('houston.group', 'group.resolved', ended)
    expect(await onlyIncident(houston)).toMatchObject({ state: 'open', groupsFiring: 1 })
    const story = await incidentTimeline(houston, incident.id)
    expect(story.filter(({ type }) => type === 'incident.joined')).toHaveLength(2)
    houston.allowEvents(...incidentUnderWay)
    houston.expectEvents({ 'incident.opened': 1, 'incident.severity-changed': 1 })
  },
  { topology: withoutPages },
)
