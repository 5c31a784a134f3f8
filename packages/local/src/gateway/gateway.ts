/** The HTTP API of webhooks and commands: routes to functions, in API Gateway's payload format 2.0. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '@houston/core/clock.ts'
import type { Json } from '@houston/core/json.ts'
import type { Invoker } from '../invoker.ts'
import type { Admission } from './admission.ts'
import { readBody } from './body.ts'

/** API Gateway's own limit. */
const payloadBytes = 10 * 1024 * 1024

export interface Route {
  readonly method: string
  /** `/commands/release/{verb}`: a segment in braces takes any one. */
  readonly path: string
  readonly function: string
}

export interface GatewayOptions {
  readonly routes: readonly Route[]
  readonly invoker: Invoker
  readonly clock: Clock
  /** Absent: everybody is let in at once. */
  readonly admission?: Admission
}

interface Matched {
  readonly route: Route
  readonly pathParameters: Record<string, string>
}

/** Answers false where no route fits, so that something else may answer. */
export function gateway({ routes, invoker, clock, admission }: GatewayOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const matched = match(routes, request.method ?? 'GET', url.pathname)
    if (matched === undefined) return false
    // The body is read either way: a refusal must reach a caller that is still sending.
    const body = await readBody(request, payloadBytes)
    if (body === 'too-large') {
      reply(response, 413, { message: 'Request Entity Too Large' })
      return true
    }
    const entry = await admission?.enter()
    if (entry?.kind === 'refused') tooBusy(response, entry.reason)
    else await invoke({ invoker, clock }, matched, { request, response, url, body }).finally(entry?.done)
    return true
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  readonly body: Buffer
}

async function invoke(
  { invoker, clock }: Pick<GatewayOptions, 'invoker' | 'clock'>,
  matched: Matched,
  exchange: Exchange,
) {
  const result = await invoker.invoke(matched.route.function, proxyEvent(matched, exchange, clock.nowMs()))
  // As API Gateway does: what a function threw stays inside.
  if (result.kind === 'failed') return reply(exchange.response, 500, { message: 'Internal Server Error' })
  const answer = structured(result.payload)
  // Without a status code all of the payload is the body, as payload format 2.0 has it.
  if (answer === undefined) return reply(exchange.response, 200, result.payload)
  const { statusCode, headers = {}, body = '', isBase64Encoded = false } = answer
  exchange.response.writeHead(statusCode, headers).end(body, isBase64Encoded ? 'base64' : 'utf8')
}

interface Answer {
  readonly statusCode: number
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

function structured(payload: Json): Answer | undefined {
  const isAnswer = payload !== null && typeof payload === 'object' && 'statusCode' in payload
  return isAnswer ? (payload as unknown as Answer) : undefined
}

function reply(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** As API Gateway answers beyond its throttle; nothing was begun, so sending again is safe. */
function tooBusy(response: ServerResponse, reason: string): void {
  const body = {
    code: 'http.too-busy',
    message: `More requests are under way than this machine takes (${reason}). Nothing was done.`,
    wayOut: 'Send it again after the seconds of retry-after.',
  }
  response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '2' }).end(JSON.stringify(body))
}

function match(routes: readonly Route[], method: string, path: string): Matched | undefined {
  const segments = path.split('/')
  for (const route of routes) {
    const wanted = route.path.split('/')
    if (route.method !== method || wanted.length !== segments.length) continue
    const pathParameters: Record<string, string> = {}
    const fits = wanted.every((part, index) => {
      const given = segments[index] ?? ''
      if (!part.startsWith('{')) return part === given
      pathParameters[part.slice(1, -1)] = given
      return given !== ''
    })
    if (fits) return { route, pathParameters }
  }
  return undefined
}

function proxyEvent({ route, pathParameters }: Matched, { request, url, body }: Exchange, nowMs: number): Json {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const text = body.toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(body)
  const http = {
    method: route.method,
    path: url.pathname,
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    userAgent: headers['user-agent'] ?? '',
  }
  return {
    version: '2.0',
    routeKey: `${route.method} ${route.path}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    queryStringParameters: Object.fromEntries(url.searchParams),
    pathParameters,
    requestContext: {
      requestId: randomUUID(),
      stage: '$default',
      timeEpoch: nowMs,
      routeKey: `${route.method} ${route.path}`,
      http,
    },
    body: isText ? text : body.toString('base64'),
    isBase64Encoded: !isText,
  }
}
