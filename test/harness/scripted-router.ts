/**
 * A router that a test scripts: the fleet router's control API and metrics page over real HTTP on loopback, with counters that are
 * a function of the stopped clock, every weight on record, and faults on demand.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { TrafficState } from '@houston/core/port/traffic.ts'
import { type Random, seededRandom } from '@houston/core/random.ts'
import {
  decidePool,
  decidePromotion,
  decideRetirement,
  decideWeights,
  type PoolRecord,
  type RecordDecision,
  type ServiceRecord,
  trafficOf,
  type WeightRequest,
} from '@houston/local/fleet/record.ts'
import { Refusal } from '@houston/local/fleet/refusal.ts'
import { metricsPage, type PageFault, pageType } from './metrics-page.ts'
import { type Behaviour, ScriptedTraffic } from './scripted-traffic.ts'

export type RouterCall = 'state' | 'pool' | 'weights' | 'promote' | 'retire'

/** What goes wrong with one kind of call. `lose` does it and drops the answer; `hang` never answers; `fail` is an HTTP 503. */
export interface RouterFault {
  readonly call: RouterCall
  readonly kind: 'fail' | 'hang' | 'lose'
  /** How many calls are struck; absent: all, until `mend`. */
  readonly times?: number
  /** Share of the calls that are struck. Default all. */
  readonly share?: number
  /** Only calls with this weight. */
  readonly weightPercent?: number
}

export interface RecordedCall {
  readonly atMs: number
  readonly call: RouterCall
  readonly service: string
  readonly weightPercent?: number
  readonly outcome: string
}

interface Scripted {
  record: ServiceRecord
  readonly traffic: ScriptedTraffic
}

interface Asked {
  readonly call: RouterCall
  readonly service: string
  readonly body: Readonly<Record<string, unknown>>
}

const noDigest = `sha256:${'0'.repeat(64)}`

export class ScriptedRouter {
  readonly #server: Server
  readonly #services = new Map<string, Scripted>()
  readonly #random: Random = seededRandom(7)
  readonly #hanging = new Set<ServerResponse>()
  #faults: { fault: RouterFault; left: number }[] = []
  /** The stopped clock; the harness sets it once there is a runtime. */
  nowMs: () => number = () => 0
  token = ''
  /** From the answer to a change of weights until it is in force, on the clock. */
  propagationMs = 0
  page: PageFault = 'none'
  readonly calls: RecordedCall[] = []
  url = ''

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<ScriptedRouter> {
    const server = createServer()
    const router = new ScriptedRouter(server)
    server.on('request', (request, response) => void router.#answer(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    router.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    return router
  }

  async stop(): Promise<void> {
    for (const response of this.#hanging) response.destroy()
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** A service whose version `v1` takes all traffic. */
  addService(service: string, { rps = 2_000, version = 'v1' } = {}): void {
    const pool: PoolRecord = { version, digest: noDigest, location: 'fleet:v1', instances: 1 }
    const record = { stableVersion: version, canaryWeightPercent: 0, revision: 1, pools: { [version]: pool } }
    const traffic = new ScriptedTraffic(version, { rps, nowMs: this.nowMs(), random: this.#random })
    this.#services.set(service, { record, traffic })
  }

  behave(service: string, version: string, behaviour: Behaviour): void {
    this.#scripted(service).traffic.behave(version, behaviour)
  }

  setRps(service: string, rps: number): void {
    const { traffic } = this.#scripted(service)
    traffic.accrue(this.nowMs())
    traffic.rps = rps
  }

  resetCounters(service: string): void {
    this.#scripted(service).traffic.reset(this.nowMs())
  }

  fault(fault: RouterFault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY })
  }

  /** Ends all faults; calls that hang are dropped. */
  mend(): void {
    this.#faults = []
    this.propagationMs = 0
    for (const response of this.#hanging) response.destroy()
  }

  /** Somebody moves the traffic by hand, past Houston. */
  drift(service: string, change: Partial<TrafficState>): void {
    const scripted = this.#scripted(service)
    const { canaryVersion: _, ...record } = scripted.record
    const canaryVersion =
      change.canaryWeightPercent === 0 ? undefined : (change.canaryVersion ?? scripted.record.canaryVersion)
    this.#adopt(scripted, {
      ...record,
      ...change,
      ...(canaryVersion !== undefined && { canaryVersion }),
      revision: record.revision + 1,
    } as ServiceRecord)
  }

  /** Somebody starts a version by hand. */
  addPool(service: string, version: string): void {
    const scripted = this.#scripted(service)
    const pool: PoolRecord = { version, digest: noDigest, location: 'by hand', instances: 1 }
    scripted.record = { ...scripted.record, pools: { ...scripted.record.pools, [version]: pool } }
  }

  traffic(service: string): TrafficState {
    const { atMs: _, ...state } = this.#scripted(service).traffic.at(this.nowMs())
    return state
  }

  versions(service: string): string[] {
    return Object.keys(this.#scripted(service).record.pools)
  }

  /** The weights of `version` that were ever in force, in order, each once; 100 for the time as the stable version. */
  weights(service: string, version: string): number[] {
    const nowMs = this.nowMs()
    const weights = this.#scripted(service)
      .traffic.history.filter(({ atMs }) => atMs <= nowMs)
      .map((state) =>
        state.stableVersion === version ? 100 : state.canaryVersion === version ? state.canaryWeightPercent : 0,
      )
    return weights.filter((weight, index) => (index === 0 ? weight > 0 : weight !== weights[index - 1]))
  }

  counts(service: string, version: string): { requests: number; errors: number } {
    const { traffic } = this.#scripted(service)
    traffic.accrue(this.nowMs())
    const { requests = 0, errors = 0 } = traffic.counts.get(version) ?? {}
    return { requests, errors }
  }

  #scripted(service: string): Scripted {
    const found = this.#services.get(service)
    if (found === undefined) throw new Refusal('service-unknown', `there is no service ${service}`)
    return found
  }

  #adopt(scripted: Scripted, record: ServiceRecord): void {
    const nowMs = this.nowMs()
    scripted.record = record
    scripted.traffic.move(trafficOf(record), nowMs + this.propagationMs, nowMs)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, fault] = /^\/metrics(?:\/([a-z-]+))?$/.exec(request.url ?? '') ?? [undefined, null]
    if (fault !== null) return this.#scrape(response, (fault as PageFault | undefined) ?? this.page)
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const asked = parseCall(request, Buffer.concat(chunks).toString('utf8'))
    const struck = asked && this.#strike(asked)
    if (struck === 'hang') {
      this.#hanging.add(response)
      response.once('close', () => this.#hanging.delete(response))
      return
    }
    const [status, body] =
      struck === 'fail' ? [503, { reason: 'overloaded', detail: 'scripted' }] : this.#act(request, asked)
    if (asked) this.#note(asked, struck ?? (status === 200 ? 'done' : String((body as { reason?: string }).reason)))
    if (struck === 'lose') response.destroy()
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  /** `/metrics/nan` is a page with that fault, for one service among healthy ones. */
  #scrape(response: ServerResponse, page: PageFault): void {
    if (page === 'down') return void response.writeHead(503).end()
    for (const { traffic } of this.#services.values()) traffic.accrue(this.nowMs())
    const services = new Map([...this.#services].map(([name, { traffic }]) => [name, traffic]))
    response.writeHead(200, { 'content-type': pageType }).end(metricsPage(services, page))
  }

  #strike({ call, body }: Asked): RouterFault['kind'] | undefined {
    const found = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        fault.call === call &&
        (fault.weightPercent === undefined || fault.weightPercent === body.weightPercent) &&
        (fault.share === undefined || this.#random.next() < fault.share),
    )
    if (found !== undefined) found.left--
    return found?.fault.kind
  }

  #note({ call, service, body }: Asked, outcome: string): void {
    const weight = typeof body.weightPercent === 'number' ? { weightPercent: body.weightPercent } : {}
    this.calls.push({ atMs: this.nowMs(), call, service, ...weight, outcome })
  }

  #act(request: IncomingMessage, asked: Asked | undefined): [number, unknown] {
    try {
      if (request.headers.authorization !== `Bearer ${this.token}`)
        throw new Refusal('token-missing', 'a bearer token is needed')
      if (asked === undefined) throw new Refusal('not-found', `nothing at ${request.method} ${request.url}`)
      const scripted = this.#scripted(asked.service)
      const record = changed(decide(scripted.record, asked))
      if (record !== undefined && asked.call === 'pool') scripted.record = record
      else if (record !== undefined && asked.call === 'retire') scripted.record = record
      else if (record !== undefined) this.#adopt(scripted, record)
      return [200, { ...scripted.record, ...this.#inForce(scripted) }]
    } catch (error) {
      if (error instanceof Refusal) return [error.statusCode, { reason: error.reason, detail: error.message }]
      return [500, { reason: 'internal', detail: String(error) }]
    }
  }

  /** What is in force now, which is not always what was asked for. */
  #inForce({ traffic }: Scripted) {
    const { stableVersion, canaryVersion, canaryWeightPercent } = traffic.at(this.nowMs())
    return { stableVersion, canaryVersion, canaryWeightPercent }
  }
}

function parseCall(request: IncomingMessage, text: string): Asked | undefined {
  const [, service, part] =
    /^\/-\/services\/([a-z0-9-]+)(?:\/(pool|weights|promote|retire))?$/.exec(request.url ?? '') ?? []
  const methods = { state: 'GET', pool: 'PUT', weights: 'PUT', promote: 'POST', retire: 'POST' } as const
  const call = (part ?? 'state') as RouterCall
  if (service === undefined || methods[call] !== request.method) return undefined
  return { call, service, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

/** The fleet router's own decisions: the script plays the HTTP around them. */
function decide(record: ServiceRecord, { call, body }: Asked): RecordDecision {
  const { version } = body as { version: string }
  switch (call) {
    case 'state':
      return { kind: 'unchanged' }
    case 'pool':
      return decidePool(record, { instances: 1, ...body } as PoolRecord)
    case 'weights':
      return decideWeights(record, body as unknown as WeightRequest)
    case 'promote':
      return decidePromotion(record, version)
    case 'retire':
      return decideRetirement(record, version)
  }
}

function changed(decision: RecordDecision): ServiceRecord | undefined {
  if (decision.kind === 'refused') throw new Refusal(decision.reason, decision.detail)
  return decision.kind === 'changed' ? decision.record : undefined
}
