/** From a declared incident to an answer: one page to whoever is on call, taken from the command line, and the incident knows who has it. */
import { expect } from 'vitest'
import { declareTeam, escalationOf } from '../harness/escalation.ts'
import { incidentView } from '../harness/incident.ts'
import { expectPages, pagesOf } from '../harness/pager.ts'
import { scenario } from '../harness/scenario.ts'

scenario(
  'a declared incident pages who is on call; an acknowledgement of the page takes the incident',
  async (houston) => {
    await declareTeam(houston)
    await houston.accepted('service.record', { name: 'checkout', owner: 'shop', tier: 1 })
    const openedMs = houston.nowMs
    await houston.accepted('incident.declare', {
      service: 'checkout',
      title: 'Payments are refused',
      severity: 'SEV2',
    })
    await houston.settle()
    const incidentId = String(houston.events('incident.opened')[0]?.data.incidentId)
    expect(pagesOf(houston)[0]).toMatchObject({ address: 'ada', severity: 'SEV2', title: 'Payments are refused' })
    await houston.fastForward('3m')
    await houston.accepted('escalation.acknowledge', { id: incidentId, by: 'ada' })
    expect((await escalationOf(houston, incidentId)).escalation).toMatchObject({
      state: 'acknowledged',
      takenBy: 'ada',
    })
    expect((await incidentView(houston, incidentId)).incident).toMatchObject({ roles: { commander: 'ada' } })
    await houston.fastForward('30s')
    expectPages(houston, openedMs, ['0 trigger ada', '3m acknowledge ada'])
    const acknowledged = houston.events('escalation.acknowledged')
    expect(acknowledged.map(({ data }) => [data.by, data.afterMs, data.inTime])).toEqual([['ada', 180_000, true]])
    houston.allowEvents(
      ...new Set(
        houston
          .events()
          .map(({ type }) => type)
          .filter((type) => type.startsWith('incident.')),
      ),
    )
    houston.allowEvents('escalation.started', 'escalation.level-paged', 'page.sent')
    houston.expectEvents({ 'escalation.acknowledged': 1, 'incident.opened': 1, 'incident.acknowledged': 1 })
  },
)
