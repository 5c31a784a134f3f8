/**
 * Who has signed in to the console. The browser holds a cookie that no script can read; for requests that bear it and the console's
 * header, which no other site's page can send, the token it stands for takes its place.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import { readBody } from '../gateway/body.ts'

const cookieName = 'houston_session'
/** Sent with each request of the console's own scripts. Another site's page would have to ask for permission first, and gets none. */
const consoleHeader = 'x-houston-console'
/** A shift and some. */
const sessionSec = 12 * 60 * 60
const bodyBytes = 4_096

const tokensSchema = z.record(z.string(), z.object({ id: z.string(), roles: z.array(z.string()) }))
const signInSchema = z.object({ token: z.string().min(1) })

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
const equal = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)))

const tokens = () => tokensSchema.parse(JSON.parse(process.env.HOUSTON_TOKENS ?? '{}'))

/** Opens a session and nothing else: what the address that `npm start` prints may hold. */
export const sessionKey = (token: string): string => sha256(`console ${token}`)

export interface SessionOptions {
  /** Signs cookies; the same after a restart, so that nobody has to sign in again. */
  readonly secret: string
}

export class Sessions {
  readonly #secret: string

  constructor({ secret }: SessionOptions) {
    this.#secret = secret
  }

  /** Puts the session's token into the request. A request that brings its own credentials is left as it is. */
  admit(request: IncomingMessage): void {
    const { headers } = request
    if (headers.authorization !== undefined || headers[consoleHeader] === undefined || isForeign(request)) return
    const token = this.#tokenOf(headers.cookie ?? '')
    if (token === undefined) return
    headers.authorization = `Bearer ${token}`
    request.headersDistinct.authorization = [headers.authorization]
  }

  /** `/session`: signs in by the address's key (GET) or by a token (POST), says who is there (GET), signs out (DELETE). */
  readonly answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const key = url.searchParams.get('key')
    if (request.method === 'GET' && key !== null) return this.#enter(response, key)
    if (request.method === 'GET') return say(response, this.#whoIsThere(request))
    if (isForeign(request) || request.headers[consoleHeader] === undefined) return say(response, undefined, 403)
    if (request.method === 'DELETE') {
      response.setHeader('set-cookie', cookieOf('', 0))
      return say(response, {})
    }
    return request.method === 'POST' ? this.#signIn(request, response) : say(response, undefined, 405)
  }

  #enter(response: ServerResponse, key: string): void {
    const token = Object.keys(tokens()).find((candidate) => equal(sessionKey(candidate), key))
    if (token !== undefined) response.setHeader('set-cookie', this.#cookie(token))
    response.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end()
  }

  async #signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, bodyBytes)
    const given = body === 'too-large' ? undefined : signInSchema.safeParse(jsonOf(body.toString('utf8'))).data
    const found = Object.entries(tokens()).find(([token]) => given !== undefined && equal(token, given.token))
    if (found === undefined) return say(response, undefined, 401)
    response.setHeader('set-cookie', this.#cookie(found[0]))
    say(response, found[1])
  }

  #whoIsThere(request: IncomingMessage) {
    const token = this.#tokenOf(request.headers.cookie ?? '')
    return token === undefined ? undefined : tokens()[token]
  }

  #cookie(token: string): string {
    const content = `${Math.floor(Date.now() / 1000) + sessionSec}.${sha256(token)}`
    return cookieOf(`${content}.${this.#signature(content)}`, sessionSec)
  }

  #signature(content: string): string {
    return createHmac('sha256', this.#secret).update(content).digest('base64url')
  }

  #tokenOf(cookies: string): string | undefined {
    const value = new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookies)?.[1] ?? ''
    const [untilSec = '', digest = '', signature = ''] = value.split('.')
    if (!equal(signature, this.#signature(`${untilSec}.${digest}`))) return undefined
    if (!(Number(untilSec) * 1000 > Date.now())) return undefined
    return Object.keys(tokens()).find((token) => equal(sha256(token), digest))
  }
}

/** Another site's page asks, by what browsers say of themselves; clients that are no browsers say nothing. */
function isForeign({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return headers.origin !== undefined && new URL(headers.origin).host !== headers.host
}

const cookieOf = (value: string, maxAgeSec: number): string =>
  `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSec}`

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function say(response: ServerResponse, body: unknown, status = body === undefined ? 401 : 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body ?? {}))
}
