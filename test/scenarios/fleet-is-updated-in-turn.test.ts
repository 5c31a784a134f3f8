/** A release goes over a fleet host by host, a third at most at once, and a bad one is taken off every host again. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fleet } from '@houston/core/fleet'
import { expect } from 'vitest'
import { FakeHosts } from '../harness/fake-hosts.ts'
import type { Houston } from '../harness/houston.ts'
import { pipelineInput } from '../harness/pipeline.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'

const waves = [
  { name: 'one-box', weightPercent: 5, soak: '2m' },
  { name: 'production', weightPercent: 100, soak: '2m' },
]

/** A fleet controller over HTTP, with a page of what its hosts answered on the stopped clock. */
async function controller(houston: Houston, errorRate: (version: string) => number) {
  const hosts = new FakeHosts({ nowMs: () => houston.nowMs }, { version: 'v1', digest: 'sha256:1', location: 'v1' })
  const counts = new Map([['v1', { requests: 0, errors: 0 }]])
  let atMs = houston.nowMs
  const page = async () => {
    const state = await hosts.read('', 'checkout')
    const requests = Math.round((houston.nowMs - atMs) / 10)
    atMs = houston.nowMs
    for (const { version, movingTo } of state.hosts) {
      if (movingTo !== undefined) continue
      const count = counts.get(version) ?? { requests: 0, errors: 0 }
      counts.set(version, { requests: count.requests + requests, errors: count.errors + requests * errorRate(version) })
    }
    const lines = [...counts].map(([version, { requests, errors }]) => {
      const labels = `service="checkout",version="${version}"`
      const total = `fleet_requests_total{${labels}} ${requests}`
      return `${total}\nfleet_requests_total{${labels},outcome="error"} ${Math.round(errors)}`
    })
    return `# TYPE fleet_requests counter\n${lines.join('\n')}\n# EOF\n`
  }
  const server = createServer((asked, response) => {
    const chunks: Buffer[] = []
    asked.on('data', (chunk: Buffer) => chunks.push(chunk))
    asked.on('end', async () => {
      const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'))
      if (asked.url === '/metrics') {
        const type = { 'content-type': 'application/openmetrics-text; version=1.0.0' }
        response.writeHead(200, type).end(await page())
        return
      }
      const part = asked.url?.split('/')[3] ?? ''
      if (part === 'versions') await hosts.offer('', 'checkout', body)
      if (part === 'update') await hosts.update('', 'checkout', body.ids, body.version, body.aim)
      if (part === 'settle') await hosts.settle('', 'checkout', body.version)
      if (part === 'forget') await hosts.forget('', 'checkout', body.version)
      const answer = part === '' ? await hosts.read('', 'checkout') : {}
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { hosts, url, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

async function overFleet(
  houston: Houston,
  errorRate: (version: string) => number,
  story: (hosts: FakeHosts, releaseId: string, version: string) => Promise<void>,
) {
  const { hosts, url, stop } = await controller(houston, errorRate)
  try {
    await houston.declare()
    const pipeline = pipelineInput(url, { waves: waves as never })
    await houston.accepted('pipeline.record', { ...pipeline, target: { driver: 'fleet', address: url } })
    const { releaseId, version } = await houston.deliver()
    await story(hosts, releaseId, version)
    // Hosts take their time; what is not ready yet is no failure.
    houston.logs.allow(/task failed .*(traffic.not-ready|rollback.weight-not-zero)/)
    houston.allowEvents(...underWay)
  } finally {
    await stop()
  }
}

const versionsOf = async (hosts: FakeHosts) =>
  new Set((await hosts.read('', 'checkout')).hosts.map(({ version }) => version))

scenario('a healthy release reaches every host, and never takes more than a third of them out', (houston) =>
  overFleet(
    houston,
    () => 0.001,
    async (hosts, releaseId, version) => {
      await houston.untilState(releaseId, ['soaking'], '10m')
      const view = await houston.accepted<Fleet.FleetView>('fleet.status', { releaseId })
      expect(view.counts).toMatchObject({ targets: 20, done: 1, healthy: 20 })
      await houston.untilState(releaseId, ['completed'], '1h')
      expect(await versionsOf(hosts)).toEqual(new Set([version]))
      expect(hosts.mostOut).toBeLessThanOrEqual(6)
      houston.allowEvents(...completion)
      houston.expectEvents({ 'release.completed': 1 })
    },
  ),
)

scenario('a bad release is taken off the hosts that have it, and no other host sees it', (houston) =>
  overFleet(
    houston,
    (version) => (version === 'v1' ? 0.001 : 0.3),
    async (hosts, releaseId) => {
      await houston.untilState(releaseId, ['rolled-back'], '30m')
      expect(await versionsOf(hosts)).toEqual(new Set(['v1']))
      expect(hosts.mostOut).toBe(1)
      houston.allowEvents(...takenBack)
      houston.expectEvents({ 'rollback.completed': 1 })
    },
  ),
)
