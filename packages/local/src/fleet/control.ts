/** The router's control API under `/-/`: state, services, pools, weights, promotion, retirement. Bearer token, JSON. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import type { Fleet, ServiceState } from './fleet.ts'
import { fleetLimits } from './limits.ts'
import { Refusal } from './refusal.ts'

export const controlPrefix = '/-/'

const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/)
const version = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)
const poolSchema = z.strictObject({
  version,
  digest: z.string().min(1).max(256),
  location: z.string().max(4_096),
  instances: z.int().min(1).max(fleetLimits.instancesPerPool).default(2),
})
const serviceSchema = poolSchema.extend({ stickyHeader: name.optional() })
const weightsSchema = z.strictObject({
  canaryVersion: version,
  weightPercent: z.number(),
  expectedRevision: z.int().exactOptional(),
})
const versionSchema = z.strictObject({ version })

type Act = (fleet: Fleet, service: string, body: unknown) => ServiceState | Promise<ServiceState>

/** `METHOD noun` below `/-/services/<service>`; the bare service has no noun. */
const acts: Readonly<Record<string, Act>> = {
  'GET ': (fleet, service) => fleet.state(service),
  'PUT ': (fleet, service, body) => {
    const { stickyHeader, ...pool } = serviceSchema.parse(body)
    return fleet.addService(service, pool, stickyHeader)
  },
  'PUT pool': (fleet, service, body) => fleet.addPool(service, poolSchema.parse(body)),
  'PUT weights': (fleet, service, body) => fleet.setWeights(service, weightsSchema.parse(body)),
  'POST promote': (fleet, service, body) => fleet.promote(service, versionSchema.parse(body).version),
  'POST retire': (fleet, service, body) => fleet.retire(service, versionSchema.parse(body).version),
}

/** Answers one request to the control API; never throws. */
export async function control(request: IncomingMessage, response: ServerResponse, fleet: Fleet, token: string) {
  try {
    if (!authorised(request, token)) throw new Refusal('token-missing', 'a bearer token is needed')
    sendJson(response, 200, await perform(request, fleet))
  } catch (error) {
    const refusal = asRefusal(error)
    sendJson(response, refusal?.statusCode ?? 500, {
      reason: refusal?.reason ?? 'internal',
      detail: refusal?.message ?? 'the router failed',
    })
    if (refusal === undefined) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  }
}

async function perform(request: IncomingMessage, fleet: Fleet): Promise<unknown> {
  const path = (request.url ?? '').slice(controlPrefix.length)
  if (request.method === 'GET' && path === 'services')
    return Object.fromEntries(fleet.services.map((service) => [service, fleet.state(service)]))
  const [noun, service, part = '', ...rest] = path.split('/')
  const act = acts[`${request.method} ${part}`]
  if (noun !== 'services' || act === undefined || rest.length > 0)
    throw new Refusal('not-found', `nothing at ${request.method} ${path}`)
  const body = request.method === 'GET' ? undefined : await readJson(request)
  return act(fleet, name.parse(service), body)
}

export function authorised(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > fleetLimits.bodyBytes) throw new Refusal('request-invalid', 'the body is too large')
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof SyntaxError) return new Refusal('request-invalid', 'the body is no JSON')
  if (error instanceof z.ZodError) return new Refusal('request-invalid', z.prettifyError(error))
  return undefined
}

export function sendJson(response: ServerResponse, statusCode: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(statusCode, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
