/** A feature is behind an incident: one command turns its flag off, and when it is seen off the service is measured. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FlagItem } from '@houston/core/flag'
import type { IncidentItem } from '@houston/core/incident'
import { expect } from 'vitest'
import { incidentTimeline, incidentUnderWay } from '../harness/incident.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutPages } from '../harness/topology.ts'

const ticking: typeof withoutPages = (topology) => ({
  ...withoutPages(topology),
  schedules: topology.schedules.filter(({ name }) => name === 'flags-every-minute'),
})

scenario(
  'the flag is off, the timeline says who asked and that it was seen, and an unknown flag is not on it',
  async (houston) => {
    await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
    const path = join(mkdtempSync(join(tmpdir(), 'houston-flag-')), 'checkout.flags.json')
    await houston.accepted('flag.record', {
      key: 'new-checkout',
      service: 'checkout',
      driver: 'file',
      address: `${pathToFileURL(path).href}#new-checkout`,
      objective: 0.95,
      gate: { name: 'errors', metrics: [{ id: 'errors', ceiling: 0.05, source: { requests: 'a', events: 'b' } }] },
      metrics: { source: 'openmetrics', address: `${houston.router.url}/metrics` },
    })
    await houston.accepted('flag.expose', { key: 'new-checkout', why: 'it is ready' })
    await houston.fastForward('2m')
    const { incident } = await houston.accepted<{ incident: IncidentItem }>('incident.declare', {
      service: 'checkout',
      title: 'cards are refused',
    })
    const unknown = { incidentId: incident.id, key: 'other', why: 'a guess' }
    expect(await houston.command('remedy.flag-off', unknown)).toMatchObject({ status: 404 })
    await houston.accepted('remedy.flag-off', { incidentId: incident.id, key: 'new-checkout', why: 'it began with it' })
    await houston.fastForward('1m')
    expect((await houston.accepted<FlagItem>('flag.get', { key: 'new-checkout' })).state).toBe('off')

    const timeline = await incidentTimeline(houston, incident.id)
    const remedies = timeline.filter(({ type }) => type === 'incident.remedy-recorded')
    expect(remedies.map(({ data }) => [data.source, data.outcome, data.subject]).sort()).toEqual([
      ['flag', 'done', 'new-checkout'],
      ['person', 'requested', 'new-checkout'],
    ])
    houston.allowEvents(
      ...incidentUnderWay,
      'flag.declared',
      'flag.expose-requested',
      'flag.off-requested',
      'flag.moved',
    )
    houston.expectEvents({ 'incident.opened': 1, 'incident.restoration-requested': 1 })
  },
  { topology: ticking },
)
