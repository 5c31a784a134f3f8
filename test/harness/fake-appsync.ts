/**
 * AppSync as a client of its web sockets meets it: the protocol of the developer guide ("Building a real-time WebSocket client"), strict in
 * what it takes, and able to go wrong the ways AWS does. `graph` answers over HTTP what the test says.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import * as z from 'zod'

const authorizationSchema = z.object({ Authorization: z.string(), host: z.string() })
const startSchema = z.object({
  id: z.string().min(1),
  type: z.literal('start'),
  payload: z.object({
    data: z
      .string()
      .transform((text) => z.object({ query: z.string(), variables: z.object({}).loose() }).parse(JSON.parse(text))),
    extensions: z.object({ authorization: authorizationSchema }),
  }),
})

export interface FakeAppSyncOptions {
  /** Whether whoever brings the token is let in. */
  readonly isKnown: (token: string) => boolean
  /** Answers POSTs to the graph, and whatever else is asked. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void
}

export class FakeAppSync {
  readonly #server: Server
  readonly #sockets: WebSocketServer
  readonly #isKnown: (token: string) => boolean
  readonly #subscribed = new Map<WebSocket, string>()
  #delivering: Promise<void>[] = []
  /** What a client did that AWS would not take. */
  readonly violations: string[] = []
  stopped = 0
  timeoutMs = 300_000
  refuseStart: string | undefined

  private constructor({ isKnown, answer }: FakeAppSyncOptions) {
    this.#isKnown = isKnown
    this.#server = createServer((request, response) => (answer ? answer(request, response) : response.end('{}')))
    this.#sockets = new WebSocketServer({
      server: this.#server,
      handleProtocols: (offered) => (offered.has('graphql-ws') ? 'graphql-ws' : false),
    })
    this.#sockets.on('connection', (socket, request) => this.#connect(socket, request))
  }

  static async start(options: FakeAppSyncOptions): Promise<FakeAppSync> {
    const fake = new FakeAppSync(options)
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve))
    return fake
  }

  get #host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }
  get origin(): string {
    return `http://${this.#host}`
  }
  get graph(): string {
    return `${this.origin}/graphql`
  }
  get realtime(): string {
    return `ws://${this.#host}/graphql`
  }
  get subscribers(): number {
    return this.#subscribed.size
  }

  #connect(socket: WebSocket, request: IncomingMessage): void {
    const url = new URL(request.url ?? '/', this.origin)
    if (socket.protocol !== 'graphql-ws') this.violations.push(`sub-protocol ${socket.protocol}`)
    if (Buffer.from(url.searchParams.get('payload') ?? '', 'base64').toString() !== '{}')
      this.violations.push('payload')
    const isKnown = this.#admits(
      JSON.parse(Buffer.from(url.searchParams.get('header') ?? '', 'base64').toString() || '{}'),
    )
    socket.on('message', (data) =>
      this.#take(socket, JSON.parse(String(data)) as { type: string; id?: string }, isKnown),
    )
    socket.on('close', () => this.#subscribed.delete(socket))
  }

  #admits(authorization: unknown): boolean {
    const checked = authorizationSchema.safeParse(authorization)
    if (!checked.success || checked.data.host !== this.#host) this.violations.push('the authorization has no host')
    return checked.success && this.#isKnown(checked.data.Authorization)
  }

  #take(socket: WebSocket, message: { type: string; id?: string }, isKnown: boolean): void {
    const refuse = (type: string, errorType: string): void =>
      socket.send(JSON.stringify({ type, id: message.id, payload: { errors: [{ errorType, message: 'refused' }] } }))
    if (message.type === 'connection_init') {
      if (!isKnown) refuse('connection_error', 'UnauthorizedException')
      else socket.send(JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs: this.timeoutMs } }))
    } else if (message.type === 'start') {
      const start = startSchema.safeParse(message)
      if (!start.success || !this.#admits(start.data.payload.extensions.authorization)) this.violations.push('start')
      if (this.refuseStart !== undefined || !start.success) refuse('error', this.refuseStart ?? 'Invalid')
      else {
        this.#subscribed.set(socket, start.data.id)
        socket.send(JSON.stringify({ type: 'start_ack', id: start.data.id }))
      }
    } else if (message.type === 'stop') {
      if (this.#subscribed.get(socket) !== message.id) this.violations.push('stop of what was not started')
      this.stopped++
      if (this.#subscribed.delete(socket)) socket.send(JSON.stringify({ type: 'complete', id: message.id }))
    } else this.violations.push(`unknown message ${message.type}`)
  }

  /** To every subscriber. */
  publish(data: unknown): void {
    for (const [socket, id] of this.#subscribed) this.#send(socket, { type: 'data', id, payload: { data } })
  }

  keepAlive(): void {
    for (const socket of this.#sockets.clients) this.#send(socket, { type: 'ka' })
  }

  /** A ping is answered after everything that was sent before it was taken. */
  #send(socket: WebSocket, message: object): void {
    socket.send(JSON.stringify(message))
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.once('pong', () => resolve())
    socket.ping()
    this.#delivering.push(promise)
  }

  async delivered(): Promise<void> {
    await Promise.all(this.#delivering)
    this.#delivering = []
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  drop(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
  }

  async stop(): Promise<void> {
    this.drop()
    this.#sockets.close()
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}
