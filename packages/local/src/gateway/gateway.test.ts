import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { InvokeResult } from '../invoker.ts'
import { Admission } from './admission.ts'
import { gateway } from './gateway.ts'

const calls: { name: string; event: Record<string, never> }[] = []
let result: InvokeResult = { kind: 'returned', payload: {} }
const routes = [
  { method: 'POST', path: '/webhooks/github', function: 'GithubWebhook' },
  { method: 'POST', path: '/commands/release/{verb}', function: 'ReleaseCommands' },
  { method: 'GET', path: '/health', function: 'Health' },
]
const handle = gateway({
  routes,
  clock: { nowMs: () => 1_700_000_000_000 },
  invoker: {
    invoke: async (name, event) => {
      calls.push({ name, event: event as Record<string, never> })
      return result
    },
  },
})

let server: Server | undefined
async function request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  server = createServer((incoming, response) => {
    void handle(incoming, response).then((known) => known || response.writeHead(404).end('not ours'))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}${path}`, { method, ...init })
}
afterEach(async () => {
  calls.length = 0
  result = { kind: 'returned', payload: {} }
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
})

describe('a route', () => {
  it('calls its function with API Gateway’s event', async () => {
    await request('POST', '/webhooks/github?a=1&b=%20', { body: '{"x":1}', headers: { 'X-GitHub-Event': 'push' } })
    expect(calls).toMatchObject([
      {
        name: 'GithubWebhook',
        event: {
          version: '2.0',
          routeKey: 'POST /webhooks/github',
          rawPath: '/webhooks/github',
          rawQueryString: 'a=1&b=%20',
          headers: { 'x-github-event': 'push' },
          queryStringParameters: { a: '1', b: ' ' },
          pathParameters: {},
          requestContext: { timeEpoch: 1_700_000_000_000, http: { method: 'POST', path: '/webhooks/github' } },
          body: '{"x":1}',
          isBase64Encoded: false,
        },
      },
    ])
  })

  it('takes any one segment for a name in braces', async () => {
    await request('POST', '/commands/release/approve', { body: '{}' })
    expect(calls).toMatchObject([{ name: 'ReleaseCommands', event: { pathParameters: { verb: 'approve' } } }])
  })

  it.each([
    ['POST', '/commands/release/'],
    ['POST', '/commands/release/approve/now'],
    ['POST', '/commands/release'],
    ['GET', '/webhooks/github'],
    ['POST', '/webhooks/github/'],
    ['POST', '/elsewhere'],
  ])('is none for %s %s', async (method, path) => {
    const response = await request(method, path)
    expect([response.status, await response.text(), calls]).toEqual([404, 'not ours', []])
  })
})

describe('a body', () => {
  it('that is no UTF-8 goes in base 64, byte for byte', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x80])
    await request('POST', '/webhooks/github', { body: bytes })
    expect(calls[0]?.event.isBase64Encoded).toBe(true)
    expect(Buffer.from(String(calls[0]?.event.body), 'base64').equals(bytes)).toBe(true)
  })

  it('that is UTF-8 goes as it is, so that its signature still fits', async () => {
    const text = '{"ä": "≤ 𝄞\\u0000"}\r\n'
    await request('POST', '/webhooks/github', { body: text })
    expect(calls[0]?.event).toMatchObject({ body: text, isBase64Encoded: false })
  })

  it('of more than 10 MB is refused without a call', async () => {
    const response = await request('POST', '/webhooks/github', { body: Buffer.alloc(10 * 1024 * 1024 + 1) })
    expect([response.status, await response.json(), calls]).toEqual([413, { message: 'Request Entity Too Large' }, []])
  })

  it('of 10 MB is taken', async () => {
    const response = await request('POST', '/webhooks/github', { body: Buffer.alloc(10 * 1024 * 1024) })
    expect([response.status, calls.length]).toEqual([200, 1])
  })
})

describe('an answer', () => {
  it('is what the function says', async () => {
    result = {
      kind: 'returned',
      payload: {
        statusCode: 202,
        headers: { 'content-type': 'application/json', 'retry-after': '5' },
        body: '{"a":1}',
      },
    }
    const response = await request('POST', '/webhooks/github')
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([202, '5', { a: 1 }])
  })

  it('in base 64 is sent as its bytes', async () => {
    const payload = { statusCode: 200, body: Buffer.from([0xff, 0x00]).toString('base64'), isBase64Encoded: true }
    result = { kind: 'returned', payload }
    const response = await request('GET', '/health')
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0x00])
  })

  it('without a status code is the body itself, as payload format 2.0 has it', async () => {
    result = { kind: 'returned', payload: { healthy: true } }
    const response = await request('GET', '/health')
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/json',
      { healthy: true },
    ])
  })

  it('to a failed function says nothing of what failed', async () => {
    result = { kind: 'failed', errorType: 'Error', errorMessage: 'the password is hunter2' }
    const response = await request('GET', '/health')
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }])
  })
})

describe('beyond what the machine takes', () => {
  it('a request is refused with the time to come back, and the function is not called', async () => {
    const full = new Admission({ running: 0, waiting: 0, waitMs: 0 }, () => 0)
    const busy = gateway({
      routes,
      clock: { nowMs: () => 0 },
      admission: full,
      invoker: { invoke: () => Promise.reject(new Error('called')) },
    })
    const own = createServer((incoming, response) => void busy(incoming, response))
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
    const address = own.address()
    const port = typeof address === 'object' ? address?.port : 0
    const response = await fetch(`http://127.0.0.1:${port}/webhooks/github`, { method: 'POST', body: '{}' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2'])
    expect(await response.json()).toMatchObject({ code: 'http.too-busy' })
    own.close()
  })
})
