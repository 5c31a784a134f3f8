/** What an HTTP status means to a page: one table for every provider that speaks plain HTTP. */
import type { OutboundAnswer } from '../port/outbound.ts'
import type { PageResult } from '../port/pager.ts'

/** How long a provider may take. */
export const pagerTimeoutMs = 8_000
export const pagerAnswerBytes = 65_536

export type StatusMeaning = 'sent' | Exclude<PageResult, { kind: 'sent' }>['reason']

/** The first that fits counts. A redirect is not followed: it is an address that is no longer right. */
export const statusTable: readonly (readonly [from: number, until: number, StatusMeaning])[] = [
  [200, 300, 'sent'],
  [300, 400, 'address-invalid'],
  [401, 402, 'credentials-refused'],
  [403, 404, 'credentials-refused'],
  [404, 405, 'address-invalid'],
  [408, 409, 'timed-out'],
  [410, 411, 'address-invalid'],
  [425, 426, 'throttled'],
  [429, 430, 'throttled'],
  [400, 500, 'message-refused'],
  [500, 600, 'provider-failed'],
]

/** What no row tells is the provider's failure, which may pass. */
export const meaningOf = (status: number): StatusMeaning =>
  statusTable.find(([from, until]) => from <= status && status < until)?.[2] ?? 'provider-failed'

const refusals: readonly StatusMeaning[] = [
  'address-invalid',
  'credentials-refused',
  'message-refused',
  'not-configured',
]

export function resultOf(meaning: StatusMeaning, detail: string, retryAfterMs?: number): PageResult {
  if (meaning === 'sent') return { kind: 'sent' }
  if (refusals.includes(meaning)) return { kind: 'refused', reason: meaning as 'message-refused', detail }
  const pause = retryAfterMs === undefined ? {} : { retryAfterMs }
  return { kind: 'failed', reason: meaning as 'provider-failed', detail, ...pause }
}

/** Seconds, as providers give it; a date is not read, as it needs a clock. */
function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined
}

/** The provider's own words are cut, and nothing of the request is repeated: it holds secrets. */
export function pageResultOf(provider: string, answer: OutboundAnswer): PageResult {
  if (answer.kind === 'refused') return resultOf('address-invalid', `${provider}: ${answer.sentence}`)
  if (answer.kind === 'failed') return resultOf(lostMeaning(answer.sentence), `${provider}: ${answer.sentence}`)
  const { status, headers } = answer
  return resultOf(meaningOf(status), `${provider} answered ${status}`, retryAfterMs(headers))
}

const lostMeaning = (sentence: string): StatusMeaning =>
  sentence.includes('did not answer in') ? 'timed-out' : 'unreachable'

export const notConfigured = (provider: string, setting: string): PageResult =>
  resultOf('not-configured', `${provider} is not set up: ${setting} is empty`)
