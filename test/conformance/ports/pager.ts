/** What every pager must do: one request for a page, each status read by one table, the same page sent the same way again, and no secret told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { guardedOutbound } from '@houston/core/http/outbound.ts'
import type { PageMessage, PageResult, Pager } from '@houston/core/port/pager.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/** Loopback is where the scripted provider stands. */
export const testOutbound = guardedOutbound({ allowed: ['127.0.0.0/8'] })

export interface Request {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** `drop` takes the request and closes without a word. */
export type Reply =
  | 'drop'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }

export class ScriptedProvider {
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response))
  readonly requests: Request[] = []
  reply: Reply = { status: 200 }
  url = ''

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    this.requests.push({ path: request.url ?? '', headers: request.headers, body })
    if (this.reply === 'drop') return void response.destroy()
    const { status, headers = {}, body: text = '' } = this.reply
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
  }
}

export interface PagerBench {
  /** The pager, sending to the provider at the URL. */
  make(url: string): Pager
  /** The same, with its setting left empty; undefined where it needs none. */
  readonly unset?: (url: string) => Pager
  readonly address: (url: string) => string
  /** What must never be told. */
  readonly secrets: readonly string[]
  /** How the provider says yes, and how it says a status. */
  readonly accepted: Exclude<Reply, 'drop'>
  readonly refusedWith?: (status: number) => Exclude<Reply, 'drop'>
  /** Whether the same page again is told from a new one by the provider. */
  readonly knowsKeys: boolean
}

const statuses: readonly (readonly [number, string])[] = [
  [301, 'refused address-invalid'],
  [400, 'refused message-refused'],
  [401, 'refused credentials-refused'],
  [403, 'refused credentials-refused'],
  [404, 'refused address-invalid'],
  [408, 'failed timed-out'],
  [410, 'refused address-invalid'],
  [413, 'refused message-refused'],
  [429, 'failed throttled'],
  [500, 'failed provider-failed'],
  [502, 'failed provider-failed'],
  [503, 'failed provider-failed'],
]

export const message: PageMessage = {
  key: 'inc_1/r0/s0/ada/0/trigger',
  subject: 'inc_1',
  action: 'trigger',
  address: '',
  severity: 'SEV1',
  service: 'checkout',
  title: 'Payments <are> "refused" & lost',
  sentence: 'first-response is asked first.\nLook at the runbook.',
  person: 'ada',
  escalationId: 'esc_1',
  incidentId: 'inc_1',
  atMs: Date.UTC(2026, 2, 2, 9),
}

const told = (result: PageResult): string => (result.kind === 'sent' ? 'sent' : `${result.kind} ${result.reason}`)

export function describePager(name: string, bench: PagerBench): void {
  const provider = new ScriptedProvider()
  beforeAll(() => provider.start())
  afterAll(() => provider.stop())
  beforeEach(() => {
    provider.requests.splice(0)
    provider.reply = bench.accepted
  })
  const send = (change: Partial<PageMessage> = {}) =>
    bench.make(provider.url).send({ ...message, address: bench.address(provider.url), ...change })

  describe(name, () => {
    test('brings a page with one request, and says so', async () => {
      expect(told(await send())).toBe('sent')
      expect(provider.requests).toHaveLength(1)
      expect(provider.requests[0]?.path).not.toContain('ada')
    })

    test.each(statuses)('reads %i as %s', async (status, meaning) => {
      provider.reply = bench.refusedWith?.(status) ?? { status, body: '{"message":"no"}' }
      expect(told(await send())).toBe(meaning)
      // What is tried again, and when, is not the pager's to say.
      expect(provider.requests).toHaveLength(1)
    })

    test('takes nobody there and an answer that never came for failures that may pass', async () => {
      provider.reply = 'drop'
      expect((await send()).kind).toBe('failed')
      const nowhere = await bench
        .make('http://127.0.0.1:9')
        .send({ ...message, address: bench.address('http://127.0.0.1:9') })
      expect(nowhere.kind).toBe('failed')
    })

    describeSameness({ bench, provider, send })

    test.runIf(bench.unset !== undefined)('refuses each page where it is not set up, and asks nobody', async () => {
      const result = await bench.unset?.(provider.url).send({ ...message, address: bench.address(provider.url) })
      expect(result && told(result)).toBe('refused not-configured')
      expect(provider.requests).toEqual([])
    })
  })
}

interface Running {
  readonly bench: PagerBench
  readonly provider: ScriptedProvider
  send(change?: Partial<PageMessage>): Promise<PageResult>
}

/** What is true of every request and every answer, whatever the provider says. */
function describeSameness({ bench, provider, send }: Running): void {
  test('sends the same page the same way again, and another page in another', async () => {
    await send()
    await send()
    await send({ key: 'inc_2/r0/s0/ada/0/trigger', subject: 'inc_2', incidentId: 'inc_2' })
    const [first, second, third] = provider.requests.map(({ body, headers }) => `${headers['idempotency-key']} ${body}`)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(bench.knowsKeys ? first?.includes(message.key) || first?.includes('inc_1') : true).toBe(true)
  })

  test('tells no secret and no address, whatever happens', async () => {
    const hidden = [...bench.secrets, bench.address(provider.url)].filter((secret) => secret !== '')
    for (const reply of [
      'drop' as const,
      ...statuses.map(([status]) => ({ status, body: `{"message":"${hidden[0]}"}` })),
    ]) {
      provider.reply = reply
      const text = JSON.stringify(await send())
      for (const secret of hidden) expect(text).not.toContain(secret)
    }
    for (const { body, path } of provider.requests)
      for (const secret of bench.secrets.filter((one) => !one.startsWith('routing-')))
        expect(path + body).not.toContain(secret)
  })

  test('takes every action and the oddest text, and never throws', async () => {
    const odd = { title: '\u0000\u202e"\\<>&\r\n'.repeat(50).slice(0, 200), sentence: '😀'.repeat(300) }
    for (const action of ['trigger', 'note', 'acknowledge', 'resolve', 'change'] as const)
      expect((await send({ action, ...odd })).kind).toBe('sent')
  })
}
