/** Asking a tracker over HTTP and reading what it says: one table of statuses, and no word of the request in any detail. */
import type * as z from 'zod'
import type { Outbound, OutboundAnswer, OutboundRequest } from '../port/outbound.ts'
import type { PageResult } from '../port/pager.ts'
import type { TicketAnswer } from '../port/tickets.ts'
import { pageResultOf, resultOf } from './pager-answer.ts'

const timeoutMs = 10_000
const maxBytes = 1_048_576

export const answered = <Value>(value: Value): TicketAnswer<Value> => ({ kind: 'answered', value })

type Refusal = Exclude<PageResult, { readonly kind: 'sent' }>

/** A tracker that has had enough may answer 403: its headers say so (GitHub, "Rate limits for the REST API"). */
function isThrottled(answer: OutboundAnswer): boolean {
  if (answer.kind !== 'answered' || answer.status !== 403) return false
  return answer.headers['retry-after'] !== undefined || answer.headers['x-ratelimit-remaining'] === '0'
}

/** Sends one request and reads a yes by its schema; an answer that does not fit is one that was lost. */
export async function ask<Schema extends z.ZodType>(
  { outbound, provider }: { readonly outbound: Outbound; readonly provider: string },
  request: Pick<OutboundRequest, 'url' | 'method' | 'headers' | 'body'>,
  schema: Schema,
): Promise<{ readonly kind: 'answered'; readonly value: z.output<Schema> } | Refusal> {
  const answer = await outbound.send({ ...request, timeoutMs, maxBytes })
  const status = isThrottled(answer) && answer.kind === 'answered' ? { ...answer, status: 429 } : answer
  const result = pageResultOf(provider, status)
  if (result.kind !== 'sent') return result
  const parsed = schema.safeParse(answer.kind === 'answered' ? jsonOf(answer.text) : undefined)
  if (parsed.success) return { kind: 'answered', value: parsed.data }
  return resultOf('answer-lost', `${provider} answered what is not understood`) as Refusal
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

export const notSetUp = (provider: string, setting: string): Refusal =>
  resultOf('not-configured', `${provider} is not set up: ${setting} is empty`) as Refusal
/** What a team wrote is no project of the tracker: nothing is asked. */
export const projectInvalid = (provider: string): Refusal =>
  resultOf('address-invalid', `${provider} has no project of that form`) as Refusal
