/** Moves traffic on a weighted HTTP router through its control API. A target's address is the router's URL, `http://127.0.0.1:8080`. */
import * as z from 'zod'
import type { Traffic, TrafficState, TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import { describeTraffic, sameTraffic } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'

export interface RouterTrafficOptions {
  /** The router's bearer token; a function is asked on every call, so that the token can change. */
  readonly token: string | ((target: TrafficTarget) => string | Promise<string>)
  /** For a call that only reads or sets weights. */
  readonly timeoutMs?: number
  /** For a call that waits for processes: prepare, promote, retire. */
  readonly slowTimeoutMs?: number
  /** Instances of a version that is prepared. */
  readonly instances?: number
}

const stateSchema = z.object({
  stableVersion: z.string(),
  canaryVersion: z.string().optional(),
  canaryWeightPercent: z.number(),
  revision: z.number(),
  pools: z.record(z.string(), z.object({ digest: z.string(), location: z.string() })).default({}),
})
type RouterState = z.infer<typeof stateSchema>

const refusalSchema = z.object({ reason: z.string(), detail: z.string().default('') })

interface Call {
  readonly target: TrafficTarget
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly part: '' | '/pool' | '/weights' | '/promote' | '/retire'
  readonly body?: Readonly<Record<string, unknown>>
  /** The version the call is about, for messages. */
  readonly version?: string
  readonly digest?: string
  readonly weightPercent?: number
  readonly timeoutMs: number
}

export class RouterTraffic implements Traffic {
  readonly #options: RouterTrafficOptions
  readonly #timeoutMs: number
  readonly #slowTimeoutMs: number

  constructor(options: RouterTrafficOptions) {
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? 3_000
    // Longer than the router itself waits for a pool to become healthy or to drain.
    this.#slowTimeoutMs = options.slowTimeoutMs ?? 20_000
  }

  async prepare(target: TrafficTarget, { version, digest, location }: TrafficVersion): Promise<void> {
    const { instances } = this.#options
    const body = { version, digest, location, ...(instances !== undefined && { instances }) }
    await this.#call({ target, method: 'PUT', part: '/pool', body, version, digest, timeoutMs: this.#slowTimeoutMs })
  }

  async shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState) {
    if (!(weightPercent >= 0 && weightPercent <= 100)) throw refused.weightInvalid(weightPercent)
    // The revision closes the gap between looking and setting: whoever moves the traffic in between is noticed.
    const expectedRevision = expected && (await this.#expectedRevision(target, canaryVersion, weightPercent, expected))
    const body = { canaryVersion, weightPercent, ...(expectedRevision !== undefined && { expectedRevision }) }
    const about = { version: canaryVersion, weightPercent, timeoutMs: this.#timeoutMs }
    await this.#call({ target, method: 'PUT', part: '/weights', body, ...about })
  }

  async read(target: TrafficTarget): Promise<TrafficState> {
    return trafficOf(await this.#state(target))
  }

  async artifactOf(target: TrafficTarget, version: string) {
    const pool = (await this.#state(target)).pools[version]
    return pool && { digest: pool.digest, location: pool.location }
  }

  async promote(target: TrafficTarget, version: string): Promise<void> {
    const timeoutMs = this.#slowTimeoutMs
    await this.#call({ target, method: 'POST', part: '/promote', body: { version }, version, timeoutMs })
  }

  async retire(target: TrafficTarget, version: string): Promise<void> {
    const timeoutMs = this.#slowTimeoutMs
    await this.#call({ target, method: 'POST', part: '/retire', body: { version }, version, timeoutMs })
  }

  async #expectedRevision(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected: TrafficState) {
    const state = await this.#state(target)
    const found = trafficOf(state)
    const asked = { stableVersion: expected.stableVersion, canaryVersion, canaryWeightPercent: weightPercent }
    if (!sameTraffic(found, expected) && !sameTraffic(found, asked))
      throw refused.drifted(target.service, describeTraffic(expected), describeTraffic(found))
    return state.revision
  }

  #state(target: TrafficTarget): Promise<RouterState> {
    return this.#call({ target, method: 'GET', part: '', timeoutMs: this.#timeoutMs })
  }

  async #call(call: Call): Promise<RouterState> {
    const { target } = call
    const url = serviceUrl(target, call.part)
    const given = this.#options.token
    const token = typeof given === 'string' ? given : await given(target)
    let status: number
    let answer: unknown
    try {
      const response = await fetch(url, {
        method: call.method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(call.timeoutMs),
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      })
      status = response.status
      answer = await response.json()
    } catch (error) {
      throw refused.targetUnreachable(target.service, reasonOf(error, call.timeoutMs), error)
    }
    if (status !== 200) throw refusalOf(call, status, answer)
    const state = stateSchema.safeParse(answer)
    if (state.success) return state.data
    throw refused.targetUnreachable(target.service, 'the answer is not that of a router', state.error)
  }
}

function serviceUrl({ service, address }: TrafficTarget, part: string): URL {
  if (!URL.canParse(address) || !['http:', 'https:'].includes(new URL(address).protocol))
    throw refused.targetInvalid(address, "a router's http URL")
  return new URL(`/-/services/${encodeURIComponent(service)}${part}`, address)
}

function trafficOf({ stableVersion, canaryVersion, canaryWeightPercent }: RouterState): TrafficState {
  return { stableVersion, canaryWeightPercent, ...(canaryVersion !== undefined && { canaryVersion }) }
}

/** The router's refusal in the words of the port. What it does not know how to say is its failure, which may pass. */
function refusalOf(call: Call, status: number, answer: unknown): Error {
  const { target, version = '', digest = '', weightPercent = 0 } = call
  const { reason, detail } = refusalSchema.catch({ reason: 'unknown', detail: '' }).parse(answer)
  switch (reason) {
    case 'token-missing':
      return refused.accessRefused(target.service)
    case 'service-unknown':
      return refused.targetUnknown(target.service, target.address)
    case 'version-unknown':
      return refused.versionUnknown(target.service, version)
    case 'version-differs':
      return refused.versionDiffers(target.service, version, digest, detail)
    case 'version-in-use':
      return refused.versionInUse(target.service, version, detail)
    case 'version-invalid':
    case 'request-invalid':
    case 'too-many-pools':
      return refused.versionInvalid(target.service, version, detail)
    case 'weight-invalid':
      return refused.weightInvalid(weightPercent)
    case 'drifted':
      return refused.drifted(target.service, 'the traffic that was read', detail)
    default:
      if (status === 401 || status === 403) return refused.accessRefused(target.service)
      if (status === 429) return refused.throttled(target.service)
      return refused.targetUnreachable(target.service, `HTTP ${status} ${reason} ${detail}`.trim())
  }
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer in ${timeoutMs} ms`
  if (error instanceof SyntaxError) return 'the answer is no JSON'
  return error.cause instanceof Error ? error.cause.message : error.message
}
