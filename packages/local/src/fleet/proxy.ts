/** Passes one request to one instance and counts what came of it. No retries: an error that is hidden is a canary that passes. */
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Instance } from './instance.ts'
import { fleetLimits } from './limits.ts'
import type { Outcome } from './meter.ts'
import type { Pool } from './pool.ts'

/** Headers about one connection, not about the message (RFC 9110, 7.6.1), and those that the router sets itself. */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'expect',
])

function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const passed: OutgoingHttpHeaders = {}
  for (const name in headers) if (!connectionHeaders.has(name)) passed[name] = headers[name]
  return passed
}

/** Answers without asking an instance. */
export function answerPlainly(response: ServerResponse, statusCode: number, message: string): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(statusCode, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(message) })
  response.end(message)
}

/** One exchange. Counts exactly once, when the answer is complete, has failed, or nobody waits for it any more. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #pool: Pool
  readonly #instance: Instance
  readonly #response: ServerResponse
  readonly #startedMs = performance.now()
  readonly #chunks: Buffer[] = []
  #bytes = 0
  #statusCode = 0
  #headers: IncomingHttpHeaders = {}
  #controller: Dispatcher.DispatchController | undefined
  #counted = false

  constructor(pool: Pool, instance: Instance, response: ServerResponse) {
    this.#pool = pool
    this.#instance = instance
    this.#response = response
    pool.inFlight++
    response.once('close', () => this.#left())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#counted) controller.abort(new Error('the caller left'))
  }

  onResponseStart(_: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    this.#statusCode = statusCode
    this.#headers = headers
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > fleetLimits.bodyBytes) controller.abort(new Error('the answer is too large'))
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const failed = this.#statusCode >= 500
    this.#count(failed ? 'error' : 'ok')
    const body = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks)
    const headers = passedOn(this.#headers)
    headers['content-length'] = this.#bytes
    headers['x-fleet-version'] = this.#pool.record.version
    this.#response.writeHead(this.#statusCode, headers)
    this.#response.end(body)
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#count('error')
    // A refused or broken connection says more than the last health check did.
    if ('code' in error && !String(error.code).endsWith('_TIMEOUT')) this.#instance.markUnhealthy()
    answerPlainly(this.#response, 502, 'the instance did not answer')
  }

  #left(): void {
    if (this.#counted) return
    this.#count('abandoned')
    this.#controller?.abort(new Error('the caller left'))
  }

  #count(outcome: Outcome): void {
    if (this.#counted) return
    this.#counted = true
    const { meter } = this.#pool
    this.#pool.inFlight--
    meter.countRequest(outcome, performance.now() - this.#startedMs)
    if (this.#statusCode === 401 || this.#statusCode === 403) meter.countAuthFailure()
    const cents = this.#headers['x-order-cents']
    if (outcome === 'ok' && typeof cents === 'string') meter.countOrder(Number(cents))
  }
}

/** Passes the request on to the pool's next instance. A pool without a healthy one answers 503, counted against its version. */
export function proxy(request: IncomingMessage, response: ServerResponse, pool: Pool, path: string): void {
  const method = (request.method ?? 'GET') as Dispatcher.HttpMethod
  if (method === 'GET' || method === 'HEAD') {
    dispatch(request, response, pool, { path, method, body: null })
    return
  }
  const chunks: Buffer[] = []
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= fleetLimits.bodyBytes) chunks.push(chunk)
  })
  request.once('end', () => {
    if (bytes > fleetLimits.bodyBytes) answerPlainly(response, 413, 'the body is too large')
    else dispatch(request, response, pool, { path, method, body: Buffer.concat(chunks) })
  })
}

type Passed = Pick<Dispatcher.DispatchOptions, 'path' | 'method' | 'body'>

function dispatch(request: IncomingMessage, response: ServerResponse, pool: Pool, passed: Passed): void {
  const instance = pool.next()
  const connections = instance?.connections
  if (instance === undefined || connections === undefined) {
    pool.meter.countRequest('error', 0)
    answerPlainly(response, 503, 'no healthy instance')
    return
  }
  const headers = passedOn(request.headers)
  connections.dispatch({ ...passed, headers }, new Exchange(pool, instance, response))
}
