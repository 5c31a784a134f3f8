/**
 * An OpenID Connect issuer as a browser meets it: discovery, authorization code with PKCE (S256) and a token endpoint that gives a code
 * away once and only for its verifier. Whoever comes is signed in at once.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

interface Given {
  readonly challenge: string
  readonly nonce: string | undefined
  readonly redirectUri: string
}

export class FakeIssuer {
  readonly #server: Server
  readonly #client: string
  readonly #claims: Readonly<Record<string, unknown>>
  readonly #codes = new Map<string, Given>()
  /** Access tokens that were given out. */
  readonly tokens = new Set<string>()
  /** What a client did that an issuer would not take. */
  readonly violations: string[] = []

  private constructor(client: string, claims: Readonly<Record<string, unknown>>) {
    this.#client = client
    this.#claims = claims
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async start(client: string, claims: Readonly<Record<string, unknown>>): Promise<FakeIssuer> {
    const issuer = new FakeIssuer(client, claims)
    await new Promise<void>((resolve) => issuer.#server.listen(0, '127.0.0.1', resolve))
    return issuer
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    response.setHeader('access-control-allow-origin', '*')
    if (pathname === '/.well-known/openid-configuration') this.#say(response, this.#discovery())
    else if (pathname === '/authorize') this.#authorize(searchParams, response)
    else if (pathname === '/token') {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      this.#exchange(new URLSearchParams(body), response)
    } else response.writeHead(404).end()
  }

  #discovery() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  #authorize(asked: URLSearchParams, response: ServerResponse): void {
    const expected = { client_id: this.#client, response_type: 'code', code_challenge_method: 'S256' }
    for (const [name, value] of Object.entries(expected))
      if (asked.get(name) !== value) this.violations.push(`${name} is ${asked.get(name)}`)
    const redirectUri = asked.get('redirect_uri') ?? ''
    const code = randomUUID()
    this.#codes.set(code, {
      challenge: asked.get('code_challenge') ?? '',
      nonce: asked.get('nonce') ?? undefined,
      redirectUri,
    })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked.get('state') ?? '')
    response.writeHead(302, { location: back.href }).end()
  }

  #exchange(asked: URLSearchParams, response: ServerResponse): void {
    const given = this.#codes.get(asked.get('code') ?? '')
    this.#codes.delete(asked.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url')
    if (given === undefined || given.challenge !== challenge || given.redirectUri !== asked.get('redirect_uri')) {
      this.violations.push('a code was used twice, without its verifier, or for another address')
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}')
      return
    }
    const nowSec = Math.floor(Date.now() / 1_000)
    const claims = { iss: this.url, aud: this.#client, iat: nowSec, exp: nowSec + 3_600, ...this.#claims }
    const token = `${base64url({ alg: 'none' })}.${base64url({ ...claims, jti: randomUUID() })}.x`
    this.tokens.add(token)
    const idToken = `${base64url({ alg: 'none' })}.${base64url({ ...claims, nonce: given.nonce })}.x`
    this.#say(response, { access_token: token, id_token: idToken, token_type: 'Bearer', expires_in: 3_600 })
  }

  #say(response: ServerResponse, body: object): void {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}
