import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutboundRequest } from '../port/outbound.ts'
import { hmacSha256Hex } from '../signature.ts'
import { guardedOutbound, refuseAddress, refuseUrl, sendOutbound } from './outbound.ts'

const nothing = { allowed: [] }
const loopback = { allowed: ['127.0.0.0/8', '::1/128'] }

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    'fd12::1',
    'fe80::1',
    'fd00:ec2::254',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'nonsense',
    '',
  ])('%s is refused', (address) => {
    expect(refuseAddress(address, nothing)).toMatchObject({ reason: 'address-not-public' })
  })

  it.each(['8.8.8.8', '172.32.0.1', '2600:1f18::1'])('%s is public', (address) => {
    expect(refuseAddress(address, nothing)).toBeUndefined()
  })

  it('of a private range is reached where that range is allowed, and credentials never are', () => {
    expect(refuseAddress('10.1.2.3', { allowed: ['10.0.0.0/8'] })).toBeUndefined()
    expect(refuseAddress('::ffff:10.1.2.3', { allowed: ['10.0.0.0/8'] })).toBeUndefined()
    expect(refuseAddress('10.1.2.3', { allowed: ['10.2.0.0/16'] })).toBeDefined()
    expect(refuseAddress('169.254.169.254', { allowed: ['0.0.0.0/0'] })).toBeDefined()
    expect(refuseAddress('fd00:ec2::254', { allowed: ['::/0'] })).toBeDefined()
  })
})

describe('a URL', () => {
  it.each([
    ['no url', 'not-a-url'],
    ['http://example.com/', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['gopher://example.com/', 'not-https'],
    ['https://user:secret@example.com/', 'credentials-in-url'],
    ['https://127.0.0.1/', 'address-not-public'],
    ['https://2130706433/', 'address-not-public'],
    ['https://0x7f.1/', 'address-not-public'],
    ['https://[::1]/', 'address-not-public'],
    ['https://[::ffff:7f00:1]/', 'address-not-public'],
  ])('%s is refused: %s', (url, reason) => {
    expect(refuseUrl(url, nothing)).toMatchObject({ kind: 'refused', reason })
  })

  it('of a public host over https may be tried', () => {
    expect(refuseUrl('https://hooks.example.com/a?b=c', nothing)).toBeUndefined()
  })
})

describe('a request', () => {
  let server: Server
  let port: number
  const seen: string[] = []
  const signatures: unknown[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      signatures.push(request.headers['x-houston-signature'])
      if (request.url === '/slow') return
      if (request.url === '/elsewhere') return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
      request.on('data', () => {}).on('end', () => response.writeHead(201, { 'x-told': 'yes' }).end('x'.repeat(1_000)))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const request = (path: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
    url: `http://127.0.0.1:${port}${path}`,
    method: 'POST',
    body: '{}',
    timeoutMs: 2_000,
    maxBytes: 10_000,
    ...more,
  })

  it('goes where the policy lets it, and brings the answer', async () => {
    const answer = await sendOutbound(request('/hook'), loopback)
    expect(answer).toMatchObject({
      kind: 'answered',
      status: 201,
      headers: { 'x-told': 'yes' },
      text: 'x'.repeat(1_000),
    })
  })

  it('is signed by each secret where it is to be, and else bears no signature', async () => {
    const signing = guardedOutbound({ ...loopback, secrets: ['newest', 'older'] })
    const body = '{"release":"rel_1"}'
    await signing.send(request('/hook', { body, isSigned: true }))
    await signing.send(request('/hook', { body }))
    await guardedOutbound(loopback).send(request('/hook', { body, isSigned: true }))
    const both = ['newest', 'older'].map((secret) => `v1=${hmacSha256Hex(secret, body)}`).join(',')
    expect(signatures.slice(-3)).toEqual([both, undefined, undefined])
  })

  it('never leaves for an address that is not allowed, by number or by name', async () => {
    const before = seen.length
    expect(await sendOutbound(request('/hook'), nothing)).toMatchObject({ kind: 'refused' })
    const named = request('/hook', { url: `https://localhost:${port}/hook` })
    expect(await sendOutbound(named, nothing)).toMatchObject({ kind: 'refused', reason: 'address-not-public' })
    const plain = request('/hook', { url: `http://localhost:${port}/hook` })
    expect(await sendOutbound(plain, { allowed: ['10.0.0.0/8'] })).toMatchObject({ kind: 'refused' })
    expect(seen.length).toBe(before)
  })

  it('does not follow a redirect', async () => {
    expect(await sendOutbound(request('/elsewhere', { method: 'GET' }), loopback)).toMatchObject({ status: 302 })
  })

  it('ends at its time and at its size', async () => {
    const slow = await sendOutbound(request('/slow', { timeoutMs: 50 }), loopback)
    expect(slow).toEqual({ kind: 'failed', sentence: `127.0.0.1:${port} did not answer in 50 ms` })
    const large = await sendOutbound(request('/hook', { maxBytes: 999 }), loopback)
    expect(large).toEqual({ kind: 'failed', sentence: `127.0.0.1:${port} answered more than 999 bytes` })
  })

  it('tells the host alone where nobody answers', async () => {
    const answer = await sendOutbound(request('', { url: 'http://127.0.0.1:1/secret-path?token=t' }), loopback)
    expect(answer).toMatchObject({ kind: 'failed' })
    expect(JSON.stringify(answer)).not.toMatch(/secret-path|token/)
  })
})
