/** A bad release is behind an incident: one command takes it back, what the rollback does is on the timeline, and the metrics say when it is over. */
import { expect } from 'vitest'
import {
  groupOpenedDetail,
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

scenario(
  'the rollback is asked for once, verified, and the service measured by its own metrics',
  async (houston) => {
    await houston.declare()
    const { releaseId, version } = await houston.deliver()
    await houston.fastForward('2m')
    await openGroup(houston, { releaseId })
    const { id: incidentId } = await onlyIncident(houston)
    await houston.accepted('incident.acknowledge', { incidentId })
    await houston.fastForward('4m')
    const done = await houston.accepted('remedy.rollback', { incidentId, why: 'the alerts point at it' })
    expect(done).toMatchObject({ state: 'mitigating', releaseId })
    await houston.fastForward('1m')
    expect(await houston.state(releaseId)).toBe('rolled-back')
    expect(houston.router.weights('checkout', version).at(-1)).toBe(0)
    expect((await onlyIncident(houston)).state).toBe('verifying')
    // The alerts still fire: below the ceiling alone is no proof.
    await houston.fastForward('5m')
    expect((await onlyIncident(houston)).state).toBe('verifying')
    await resolveGroup(houston)
    await houston.fastForward('4m')
    expect((await onlyIncident(houston)).state).toBe('resolved')

    const timeline = await incidentTimeline(houston, incidentId)
    const remedies = timeline
      .filter(({ type }) => type === 'incident.remedy-recorded')
      .map(({ data }) => [data.source, data.outcome])
    expect(remedies).toEqual([
      ['person', 'requested'],
      ['rollback', 'requested'],
      ['rollback', 'done'],
    ])
    const checks = timeline.filter(({ type }) => type === 'incident.restoration-checked').map(({ data }) => data.reason)
    expect(checks).toContain('alerts-firing')
    expect(timeline.find(({ type }) => type === 'incident.resolved')?.data.sentence).toMatch(
      /errors .* of \d+ requests \(at most 3 %\)/,
    )
    const { figures } = await incidentView(houston, incidentId)
    expect(figures.phases.find(({ name }) => name === 'fixed')?.atMs).toBeGreaterThan(0)
    expect(await houston.command('remedy.rollback', { incidentId, why: 'again' })).toMatchObject({ status: 200 })
    houston.allowEvents(...incidentUnderWay, 'rollback.requested', 'rollback.step-ended')
    houston.allowEvents('change.pushed', 'artifact.recorded', 'release.admitted', 'release.begun', 'release.prepared')
    houston.allowEvents('release.wave-shifting', 'release.wave-started', 'release.wave-judged', 'release.judge-silent')
    houston.expectEvents({ 'rollback.started': 1, 'rollback.completed': 1, 'incident.resolved': 1 })
    expect(houston.events('incident.relapsed')).toEqual([])
  },
  { topology: withoutPages },
)

scenario(
  'two incidents of one harm become one: what the part knew goes over, and news of it reaches nobody twice',
  async (houston) => {
    for (const name of ['checkout', 'search'])
      await houston.accepted('service.record', { name, owner: 'payments', tier: 1 })
    await openGroup(houston, { groupId: 'grp_0000000000000001', service: 'checkout' })
    await openGroup(houston, { groupId: 'grp_0000000000000002', service: 'search', severity: 'SEV2' })
    const incidents = await liveIncidents(houston)
    const idOf = (service: string) => incidents.find((incident) => incident.service === service)?.id ?? ''
    await houston.accepted('incident.declare', { service: 'search', title: 'no results', customerReports: 3 })
    const merging = { incidentId: idOf('search'), into: idOf('checkout'), why: 'one cause' }
    expect(await houston.accepted('incident.merge', merging)).toMatchObject({
      state: 'merged',
      mergedInto: idOf('checkout'),
    })
    expect(await houston.accepted('incident.merge', merging)).toMatchObject({ state: 'merged' })
    const { incident } = await incidentView(houston, idOf('checkout'))
    expect(incident).toMatchObject({ customerReports: 3, services: ['checkout', 'search'] })
    expect(await houston.command('incident.merge', { ...merging, into: idOf('search') })).toMatchObject({
      status: 400,
      body: { code: 'incident.merge-into-itself' },
    })
    const back = { incidentId: idOf('checkout'), into: idOf('search'), why: 'the other way' }
    expect(await houston.command('incident.merge', back)).toMatchObject({
      status: 409,
      body: { code: 'incident.merge-into-ended' },
    })
    await resolveGroup(houston, 'grp_0000000000000002', 'search')
    expect((await incidentView(houston, idOf('checkout'))).incident).toMatchObject({ state: 'open', groupsFiring: 1 })
    await openGroup(houston, { groupId: 'grp_0000000000000003', service: 'search', severity: 'SEV2' })
    expect(await onlyIncident(houston)).toMatchObject({ id: idOf('checkout'), groups: 3, groupsFiring: 2 })
    houston.allowEvents(...incidentUnderWay)
    houston.expectEvents({ 'incident.merged': 1, 'incident.absorbed': 1, 'incident.severity-changed': 0 })
  },
  { topology: withoutPages },
)

scenario(
  'news that is late, doubled or of an ended incident changes nothing that was decided',
  async (houston) => {
    await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
    const grown = groupOpenedDetail(houston.nowMs, { severity: 'SEV1' }, 'group.changed', 2)
    await houston.putEvent('houston.group', 'group.changed', grown)
    const { id: incidentId } = await onlyIncident(houston)
    await houston.putEvent('houston.group', 'group.opened', groupOpenedDetail(houston.nowMs, { severity: 'SEV2' }))
    expect(await onlyIncident(houston)).toMatchObject({ id: incidentId, severity: 'SEV1', groups: 1 })
    await houston.accepted('incident.resolve', { incidentId, why: 'a false alarm' })
    await houston.accepted('incident.close', { incidentId, why: 'a false alarm' })
    await resolveGroup(houston)
    await houston.putEvent('houston.group', 'group.changed', { ...grown, id: 'evt_0000000000000000000000late' })
    const { incident } = await incidentView(houston, incidentId)
    expect(incident.state).toBe('closed')
    expect(await houston.command('incident.acknowledge', { incidentId })).toMatchObject({ status: 409 })
    expect(await houston.accepted('incident.verify', { incidentId })).toMatchObject({ kind: 'whole' })
    houston.allowEvents(...incidentUnderWay)
    houston.expectEvents({ 'incident.opened': 1, 'incident.closed': 1 })
  },
  { topology: withoutPages },
)
