/**
 * A fleet controller for one machine, as the driver `fleet` speaks to it: `GET /fleets/<service>`, `PUT …/versions`, `POST …/update`,
 * `…/settle`, `…/forget`, with a bearer token. `/<service>/…` goes to the next healthy host, `/metrics` counts by version.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { asRefusal, authorised, readJson, sendJson } from './control.ts'
import { exposition, openMetricsType } from './exposition.ts'
import { type HostsRecord, LocalHosts } from './hosts.ts'
import { readHosts, writeHosts } from './hosts-record.ts'
import { answerPlainly, proxy } from './proxy.ts'
import { Refusal } from './refusal.ts'

export interface ControllerOptions {
  readonly token: string
  /** Where it is kept what the hosts run. */
  readonly path: string
  /** Absent or 0: any free one. */
  readonly port?: number
  /** Fleets at the very first start; what the file says goes before. */
  readonly services: Readonly<Record<string, HostsRecord>>
}

const text = z.string().min(1).max(256)
const versionSchema = z.strictObject({ version: text, digest: text, location: z.string().max(4_096) })
const updateSchema = z.strictObject({
  ids: z.array(text).max(1_000),
  version: text,
  aim: z.strictObject({ version: text, hosts: z.int().nonnegative() }),
})
const namedSchema = z.strictObject({ version: text })

const acts: Readonly<Record<string, (hosts: LocalHosts, body: unknown) => void>> = {
  'PUT versions': (hosts, body) => hosts.offer(versionSchema.parse(body)),
  'POST update': (hosts, body) => {
    const { ids, version, aim } = updateSchema.parse(body)
    hosts.update(ids, version, aim)
  },
  'POST settle': (hosts, body) => hosts.settle(namedSchema.parse(body).version),
  'POST forget': (hosts, body) => hosts.forget(namedSchema.parse(body).version),
}

export class FleetController {
  readonly #options: ControllerOptions
  readonly #fleets: ReadonlyMap<string, LocalHosts>
  readonly #server: Server

  private constructor(options: ControllerOptions) {
    this.#options = options
    const records = { ...options.services, ...readHosts(options.path) }
    this.#fleets = new Map(Object.entries(records).map(([name, record]) => [name, new LocalHosts(name, record)]))
    this.#server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => this.#answer(request, response))
    this.#persist()
  }

  static async start(options: ControllerOptions): Promise<FleetController> {
    const controller = new FleetController(options)
    const { promise, resolve } = Promise.withResolvers<void>()
    controller.#server.listen(options.port ?? 0, '127.0.0.1', resolve)
    await promise
    return controller
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  fleet(service: string): LocalHosts {
    const found = this.#fleets.get(service)
    if (found === undefined) throw new Refusal('service-unknown', `there is no fleet of ${service}`)
    return found
  }

  /** Ends the server and every host. The record stays, for the next start. */
  async stop(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await Promise.all([...this.#fleets.values()].map((hosts) => hosts.stop()))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '/'
    const [, first = '', service = '', part = ''] = url.split('/')
    if (url === '/metrics') this.#sendMetrics(response)
    else if (first === 'fleets') void this.#control(request, response, service, part)
    else this.#serve(request, response, first, url)
  }

  #serve(request: IncomingMessage, response: ServerResponse, service: string, url: string): void {
    const fleet = this.#fleets.get(service)
    const pool = fleet?.next()
    if (fleet === undefined) answerPlainly(response, 404, 'no such service')
    else if (pool === undefined) answerPlainly(response, 503, 'no healthy host')
    else proxy(request, response, pool, url.slice(service.length + 1) || '/')
  }

  async #control(request: IncomingMessage, response: ServerResponse, service: string, part: string): Promise<void> {
    try {
      if (!authorised(request, this.#options.token)) throw new Refusal('token-missing', 'a bearer token is needed')
      const hosts = this.fleet(service)
      if (request.method === 'GET' && part === '') return sendJson(response, 200, hosts.state())
      const act = acts[`${request.method} ${part}`]
      if (act === undefined) throw new Refusal('not-found', `nothing at ${request.method} ${part}`)
      act(hosts, await readJson(request))
      this.#persist()
      sendJson(response, 200, {})
    } catch (error) {
      const refusal = asRefusal(error)
      const { reason = 'internal', message: detail = 'the controller failed' } = refusal ?? {}
      sendJson(response, refusal?.statusCode ?? 500, { reason, detail })
    }
  }

  #sendMetrics(response: ServerResponse): void {
    const meters = [...this.#fleets.values()].flatMap((hosts) => hosts.meters)
    const body = exposition(meters, [], { region: 'local', cell: 'hosts' })
    response.writeHead(200, { 'content-type': openMetricsType, 'content-length': Buffer.byteLength(body) }).end(body)
  }

  #persist(): void {
    writeHosts(this.#options.path, Object.fromEntries([...this.#fleets].map(([name, hosts]) => [name, hosts.record()])))
  }
}
