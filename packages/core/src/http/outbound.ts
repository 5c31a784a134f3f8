/**
 * Requests to addresses that people configure: webhooks, runbooks, status pages, tickets. A configured URL must not become a way into
 * the network Houston runs in, so the address that is really connected to is checked, after its name was looked up (a name may point
 * anywhere, and elsewhere the next time). Redirects are not followed.
 */
import { type LookupAddress, lookup as lookupName } from 'node:dns'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Outbound, OutboundAnswer, OutboundRefusal, OutboundRequest } from '../port/outbound.ts'
import { signatureHeader, signatureOf } from '../signature.ts'
import { boundedBytes } from './bounded.ts'

/** What is neither public nor named in `allowed`. IANA special-purpose address registries, IPv4 and IPv6. */
const notPublic: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]
/** Never, whatever is allowed: the instance and container credentials of AWS. */
const credentials: readonly string[] = ['169.254.169.254/32', '169.254.170.2/32', '169.254.170.23/32', 'fd00:ec2::/32']

export interface OutboundPolicy {
  /** Private ranges that may be reached all the same, as CIDR; plain http may be spoken to them. */
  readonly allowed: readonly string[]
}

function rangesOf(texts: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of texts) {
    const [address = '', bits = ''] = text.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
const privateRanges = rangesOf(notPublic)
const credentialRanges = rangesOf(credentials)
const holds = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** `::ffff:127.0.0.1` is 127.0.0.1 to the kernel: it is judged as what it reaches. */
const plainAddress = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address

const refused = (reason: OutboundRefusal['reason'], sentence: string): OutboundRefusal => ({
  kind: 'refused',
  reason,
  sentence,
})

/** Undefined where the address may be connected to. */
export function refuseAddress(address: string, { allowed }: OutboundPolicy): OutboundRefusal | undefined {
  const plain = plainAddress(address)
  const no = refused('address-not-public', `${address} is not a public address.`)
  if (isIP(plain) === 0 || holds(credentialRanges, plain)) return no
  if (holds(rangesOf(allowed), plain)) return undefined
  return holds(privateRanges, plain) ? no : undefined
}

/** What the URL itself says; where its name leads is checked when it is connected to. Undefined: it may be tried. */
export function refuseUrl(text: string, policy: OutboundPolicy): OutboundRefusal | undefined {
  if (!URL.canParse(text)) return refused('not-a-url', 'It is not a URL.')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    return refused('credentials-in-url', 'A URL must not hold a user or password: give them as a secret.')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) {
    const no = refuseAddress(host, policy)
    if (no !== undefined) return no
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && policy.allowed.length > 0)) return undefined
  return refused('not-https', `It must begin with https://, not ${url.protocol}//.`)
}

class AddressRefused extends Error {
  readonly refusal: OutboundRefusal
  constructor(refusal: OutboundRefusal) {
    super(refusal.sentence)
    this.refusal = refusal
  }
}

/** Looks a name up and refuses it where any of its addresses may not be reached, or plain http would leave the allowed ranges. */
const guardedLookup =
  (policy: OutboundPolicy, isPlain: boolean): LookupFunction =>
  (hostname, options, done) => {
    lookupName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, '', 0)
      const [first] = addresses
      for (const { address } of addresses) {
        const no = refuseAddress(address, policy) ?? (isPlain ? refusePlain(address, policy) : undefined)
        if (no !== undefined) return done(new AddressRefused(no), '', 0)
      }
      if (options.all === true) return done(null, addresses)
      done(null, first?.address ?? '', first?.family)
    })
  }

const refusePlain = (address: string, { allowed }: OutboundPolicy): OutboundRefusal | undefined =>
  holds(rangesOf(allowed), plainAddress(address))
    ? undefined
    : refused('not-https', `Plain http is spoken to allowed private addresses only, not to ${address}.`)

/** Sends one request where the policy lets it. Never throws; the caller decides what a status means. */
export async function sendOutbound(request: OutboundRequest, policy: OutboundPolicy): Promise<OutboundAnswer> {
  const no = refuseUrl(request.url, policy)
  if (no !== undefined) return no
  const url = new URL(request.url)
  const isPlain = url.protocol === 'http:'
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  const plainRefusal = isPlain && isIP(literal) !== 0 ? refusePlain(literal, policy) : undefined
  if (plainRefusal !== undefined) return plainRefusal
  try {
    return await exchange(url, request, guardedLookup(policy, isPlain))
  } catch (error) {
    if (error instanceof AddressRefused) return error.refusal
    return { kind: 'failed', sentence: `${url.host} ${failureOf(error, request.timeoutMs)}` }
  }
}

function failureOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `did not answer in ${timeoutMs} ms`
  return `cannot be reached: ${error instanceof Error ? error.message : String(error)}`
}

function exchange(url: URL, request: OutboundRequest, lookup: LookupFunction): Promise<OutboundAnswer> {
  const { method, headers = {}, body, timeoutMs, maxBytes } = request
  const send = url.protocol === 'http:' ? requestPlain : requestSecure
  const signal = AbortSignal.timeout(timeoutMs)
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>()
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const outgoing = send(url, { method, headers: { ...headers, ...length }, lookup, signal }, (response) => {
    boundedBytes(response, maxBytes).then((bytes) => {
      if (bytes === undefined) {
        outgoing.destroy()
        return resolve({ kind: 'failed', sentence: `${url.host} answered more than ${maxBytes} bytes` })
      }
      const told = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
      const answer = {
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(told),
        text: bytes.toString('utf8'),
      }
      resolve({ kind: 'answered', ...answer })
    }, reject)
  })
  // The signal's own reason tells a timeout from any other end.
  outgoing.on('error', (error) => reject(signal.aborted ? signal.reason : error))
  outgoing.end(body)
  return promise
}

/** Requests within a policy. */
export const guardedOutbound = (policy: GuardPolicy): Outbound => ({
  refuse: (url, from) => refuseUrl(url, policyFor(policy, from?.isFromStranger)),
  send: (request) => sendOutbound(signed(request, policy.secrets ?? []), policyFor(policy, request.isFromStranger)),
})

interface GuardPolicy extends OutboundPolicy {
  readonly secrets?: readonly string[]
  /** Private ranges that an address of somebody unknown may lead into: none, but where nobody unknown gets in. */
  readonly allowedToStrangers?: readonly string[]
}

const policyFor = (policy: GuardPolicy, isFromStranger = false): OutboundPolicy =>
  isFromStranger ? { ...policy, allowed: policy.allowedToStrangers ?? [] } : policy

/** Without a secret there is nothing to sign with, and a step that has to be taken is taken all the same. */
function signed(request: OutboundRequest, secrets: readonly string[]): OutboundRequest {
  if (request.isSigned !== true || secrets.length === 0) return request
  const signature = { [signatureHeader]: signatureOf(secrets, request.body ?? '') }
  return { ...request, headers: { ...request.headers, ...signature } }
}
