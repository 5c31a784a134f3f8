/**
 * The weighted HTTP router, a process of its own: `http://127.0.0.1:PORT/<service>/…` goes to a version of that service by
 * weight, `/metrics` counts, `/-/…` controls. `FLEET_TOKEN=… node router.ts --record fleet.json --port 0`
 * Reports `{"port":…}` to its parent by IPC, or on stdout where it was started by hand, and stops when the parent is gone.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { control, controlPrefix } from './control.ts'
import { exposition, type InstanceCount, type Location, openMetricsType } from './exposition.ts'
import { Fleet } from './fleet.ts'
import { fleetLimits } from './limits.ts'
import { answerPlainly, proxy } from './proxy.ts'

const { values: flags } = parseArgs({
  options: {
    record: { type: 'string', default: 'fleet.json' },
    port: { type: 'string', default: '0' },
    region: { type: 'string', default: 'local-1' },
    cell: { type: 'string', default: 'cell-1' },
  },
})
const token = process.env.FLEET_TOKEN
if (!token) throw new Error('FLEET_TOKEN is not set')
// Instances inherit the environment; the token is not theirs.
delete process.env.FLEET_TOKEN
const location: Location = { region: flags.region, cell: flags.cell }
const fleet = new Fleet(flags.record)
let inFlight = 0

function instanceCounts(): InstanceCount[] {
  return fleet.services.flatMap((service) =>
    Object.values(fleet.state(service).pools).map(({ version, instances, healthy }) => {
      return { service, version, ...location, healthy, unhealthy: instances - healthy }
    }),
  )
}

function sendMetrics(response: ServerResponse): void {
  const body = exposition(fleet.meters, instanceCounts(), location)
  response.writeHead(200, { 'content-type': openMetricsType, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function route(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '/'
  if (url.startsWith(controlPrefix)) void control(request, response, fleet, token ?? '')
  else if (url === '/metrics') sendMetrics(response)
  else serve(request, response, url)
}

function serve(request: IncomingMessage, response: ServerResponse, url: string): void {
  const end = url.indexOf('/', 1)
  const target = fleet.route(end === -1 ? url.slice(1) : url.slice(1, end))
  if (target === undefined) {
    answerPlainly(response, 404, 'no such service')
    return
  }
  const pool = target.choose(request.headers)
  if (inFlight >= fleetLimits.requestsInFlight) {
    pool.meter.countRequest('error', 0)
    answerPlainly(response, 503, 'too many requests under way')
    return
  }
  inFlight++
  response.once('close', () => inFlight--)
  proxy(request, response, pool, end === -1 ? '/' : url.slice(end))
}

const server = createServer({ keepAliveTimeout: 120_000 }, route)

async function stop(): Promise<void> {
  server.close()
  server.closeIdleConnections()
  await fleet.stop()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
// The parent is gone, perhaps killed: without it nobody would stop this process, and with this one its instances go.
process.on('disconnect', () => process.exit(0))

await fleet.restore()
server.listen(Number(flags.port), '127.0.0.1', () => {
  const ready = { port: (server.address() as AddressInfo).port }
  if (process.send) process.send(ready)
  else process.stdout.write(`${JSON.stringify(ready)}\n`)
})
