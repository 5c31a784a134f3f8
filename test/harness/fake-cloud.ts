/**
 * The console as AWS serves it, around a Houston under test: the site with its policy and /config.json, commands behind a check of the
 * token (API Gateway's authorizer), the graph and its web sockets (AppSync), and the issuer.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { contentPolicy } from '../../packages/core/src/content-policy.ts'
import { FakeAppSync } from './fake-appsync.ts'
import { FakeIssuer } from './fake-issuer.ts'
import { tokenOf } from './graph.ts'
import type { Houston } from './houston.ts'

const client = 'houston-console'
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

export class FakeCloud {
  readonly #houston: Houston
  readonly #site: Server
  readonly #dist: string
  readonly issuer: FakeIssuer
  readonly graph: FakeAppSync
  /** Commands that came without a token that the issuer gave. */
  strangers = 0

  private constructor(houston: Houston, dist: string, issuer: FakeIssuer, graph: FakeAppSync) {
    this.#houston = houston
    this.#dist = dist
    this.issuer = issuer
    this.graph = graph
    this.#site = createServer((request, response) => void this.#answer(request, response))
  }

  static async start(houston: Houston, dist: string): Promise<FakeCloud> {
    const claims = { sub: 'u-ann', email: 'ann@example.com', roles: ['viewer', 'responder'] }
    const issuer = await FakeIssuer.start(client, claims)
    const graph = await FakeAppSync.start({
      isKnown: (token) => issuer.tokens.has(token),
      answer: (request, response) => void cloud.#answerGraph(request, response),
    })
    const cloud = new FakeCloud(houston, dist, issuer, graph)
    await new Promise<void>((resolve) => cloud.#site.listen(0, '127.0.0.1', resolve))
    return cloud
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#site.address() as AddressInfo).port}`
  }

  #isKnown({ headers }: IncomingMessage): boolean {
    return this.issuer.tokens.has(/^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url)
    if (pathname.startsWith('/console/commands/'))
      return this.#forward(request, response, pathname.slice('/console'.length))
    const policy = contentPolicy([this.graph.origin, new URL(this.graph.realtime).origin, this.issuer.url])
    response.setHeader('content-security-policy', policy)
    if (pathname === '/config.json') {
      const { graph, realtime } = this.graph
      const config = { signIn: 'oidc', graph, realtime, commands: '/console/commands', issuer: this.issuer.url, client }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(config))
      return
    }
    const file = join(this.#dist, extname(pathname) === '' ? 'index.html' : pathname)
    if (!existsSync(file)) response.writeHead(403).end()
    else response.writeHead(200, { 'content-type': types[extname(file)] ?? '' }).end(readFileSync(file))
  }

  /** AppSync answers any origin, and takes the token from the header. */
  async #answerGraph(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'authorization,content-type')
    if (request.method === 'OPTIONS') response.writeHead(200).end()
    else await this.#forward(request, response, '/graphql')
  }

  async #forward(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await bodyOf(request)
    if (!this.#isKnown(request)) {
      this.strangers++
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Unauthorized"}')
      return
    }
    const headers = { authorization: `Bearer ${tokenOf()}`, 'content-type': 'application/json' }
    const answer = await fetch(this.#houston.runtime.url + path, { method: 'POST', headers, body })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  }

  async stop(): Promise<void> {
    this.#site.closeAllConnections()
    await new Promise<void>((resolve) => this.#site.close(() => resolve()))
    await this.graph.stop()
    await this.issuer.stop()
  }
}
