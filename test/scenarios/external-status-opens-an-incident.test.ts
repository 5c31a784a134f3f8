/** The status page of somebody whom a service needs goes bad: two looks open one incident, two good ones have the service measured. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { incidentStory, incidentUnderWay, liveIncidents, onlyIncident } from '../harness/incident.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutPages } from '../harness/topology.ts'

const ticking: typeof withoutPages = (topology) => ({
  ...withoutPages(topology),
  schedules: topology.schedules.filter(({ name }) => name === 'external-status-every-minute'),
})

async function statusPage() {
  const page = { indicator: 'none', isDown: false }
  const server = createServer((_request, response) => {
    if (page.isDown) return void response.writeHead(503).end()
    const status = { indicator: page.indicator, description: `service is ${page.indicator}` }
    response.end(JSON.stringify({ status, components: [], incidents: [] }))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { page, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: () => server.close() }
}

scenario(
  'it flickers, goes bad, cannot be reached, and is well again',
  async (houston) => {
    const { page, url, stop } = await statusPage()
    try {
      await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 2 })
      await houston.accepted('external-status.record', { name: 'cards', url, service: 'checkout' })
      await houston.fastForward('3m')
      page.indicator = 'critical'
      await houston.fastForward('1m')
      page.indicator = 'none'
      await houston.fastForward('3m')
      expect(await liveIncidents(houston)).toEqual([])
      page.indicator = 'critical'
      await houston.fastForward('2m')
      const incident = await onlyIncident(houston)
      expect(incident).toMatchObject({
        openedBy: 'external-status',
        title: 'cards says: service is critical',
        severity: 'SEV2',
      })
      page.isDown = true
      await houston.fastForward('5m')
      page.isDown = false
      await houston.fastForward('3m')
      expect(await onlyIncident(houston)).toMatchObject({ id: incident.id, state: 'open' })
      page.indicator = 'minor'
      await houston.fastForward('2m')
      expect(await onlyIncident(houston)).toMatchObject({ state: 'verifying' })
      // Without metrics and without alerts nothing proves the restoration: it goes back to people.
      await houston.fastForward('31m')
      expect(await onlyIncident(houston)).toMatchObject({ state: 'open' })
      expect(await incidentStory(houston, incident.id)).toEqual([
        'opened',
        'noted',
        'restoration-requested',
        'restoration-checked',
        'restoration-checked',
      ])
      houston.allowEvents(...incidentUnderWay, 'external-status.recorded')
      houston.expectEvents({ 'incident.opened': 1, 'incident.resolved': 0 })
    } finally {
      stop()
    }
  },
  { topology: ticking },
)

scenario('an address inside the network of others is refused when it is declared', async (houston) => {
  const inside = { name: 'inside', url: 'http://169.254.169.254/latest/meta-data', service: 'checkout' }
  const { status, body } = await houston.command('external-status.record', inside)
  expect(status).toBe(400)
  expect(body).toMatchObject({ code: 'external-status.url-refused', fields: [{ path: 'spec.url' }] })
})
