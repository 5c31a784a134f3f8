/** Hosts behind a fleet controller's HTTP API: `GET /fleets/<service>`, `PUT …/versions`, `POST …/update`, `…/settle`, `…/forget`. */
import * as z from 'zod'
import type { Aim, Hosts, HostsState } from '../port/hosts.ts'
import type { TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'

const stateSchema = z.object({
  stableVersion: z.string(),
  hosts: z.array(
    z.object({
      id: z.string(),
      location: z.string(),
      zone: z.string(),
      version: z.string(),
      movingTo: z.string().exactOptional(),
      healthy: z.boolean(),
      sinceMs: z.number(),
    }),
  ),
  versions: z.array(z.object({ version: z.string(), digest: z.string(), location: z.string() })),
  aim: z.object({ version: z.string(), hosts: z.number() }).exactOptional(),
  nowMs: z.number(),
})

/** What a controller may say of a version that it cannot run. */
const refusalSchema = z.object({ detail: z.string().max(1_000), version: z.string().default('the version') })

const timeoutMs = 5_000

export class HttpHosts implements Hosts {
  readonly #token: string

  constructor({ token }: { readonly token: string }) {
    this.#token = token
  }

  async read(address: string, service: string): Promise<HostsState> {
    const state = stateSchema.safeParse(await this.#call(address, service, 'GET', ''))
    if (state.success) return state.data
    throw refused.targetUnreachable(service, 'the answer is not that of a fleet controller', state.error)
  }

  async offer(address: string, service: string, version: TrafficVersion): Promise<void> {
    await this.#call(address, service, 'PUT', '/versions', { ...version })
  }

  async update(address: string, service: string, ids: readonly string[], version: string, aim: Aim): Promise<void> {
    await this.#call(address, service, 'POST', '/update', { ids, version, aim })
  }

  async forget(address: string, service: string, version: string): Promise<void> {
    await this.#call(address, service, 'POST', '/forget', { version })
  }

  async settle(address: string, service: string, version: string): Promise<void> {
    await this.#call(address, service, 'POST', '/settle', { version })
  }

  async #call(address: string, service: string, method: string, part: string, body?: unknown): Promise<unknown> {
    if (!URL.canParse(address) || !/^https?:/.test(address))
      throw refused.targetInvalid(address, "a fleet controller's http URL")
    let response: Response
    let answer: unknown
    try {
      response = await fetch(new URL(`/fleets/${encodeURIComponent(service)}${part}`, address), {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      answer = await response.json().catch(() => undefined)
    } catch (error) {
      throw refused.targetUnreachable(service, error instanceof Error ? error.message : String(error), error)
    }
    if (response.ok) return answer
    if (response.status === 404) throw refused.targetUnknown(service, address)
    if (response.status === 401 || response.status === 403) throw refused.accessRefused(service)
    if (response.status === 429) throw refused.throttled(service)
    const told = refusalSchema.safeParse(answer).data
    if (response.status === 422)
      throw refused.versionInvalid(service, told?.version ?? '', told?.detail ?? 'it is refused')
    throw refused.targetUnreachable(service, `HTTP ${response.status}`)
  }
}
