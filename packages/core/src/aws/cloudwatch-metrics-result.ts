/** Turns what GetMetricData answered for one query into a reading: all of its periods, or the reason why not. */
import type { MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { MetricPoint, MetricReading, MissingReason } from '../port/metrics.ts'
import type { AlignedQuery } from './cloudwatch-metrics-expression.ts'

/** One result with its pages put together. */
export interface WholeResult {
  readonly points: ReadonlyMap<number, number>
  readonly trouble?: Trouble
}

export interface Trouble {
  readonly reason: MissingReason
  readonly detail: string
}

/** Adds a page's result to what earlier pages brought. Only the last page's status counts: PartialData then means more to come. */
export function withPage(earlier: WholeResult | undefined, page: MetricDataResult): WholeResult {
  const { Timestamps = [], Values = [], StatusCode = 'missing', Messages = [] } = page
  const points = new Map(earlier?.points)
  for (const [index, timestamp] of Timestamps.entries()) points.set(timestamp.getTime(), Values[index] ?? Number.NaN)
  const trouble =
    earlier?.trouble?.reason === 'source-down' ? earlier.trouble : troubleOf(StatusCode, Messages.map(messageText))
  return { points, ...(trouble && { trouble }) }
}

export const messageText = ({ Code = '', Value = '' }: { Code?: string | undefined; Value?: string | undefined }) =>
  `${Code}: ${Value}`.slice(0, 300)

function troubleOf(statusCode: string, messages: readonly string[]): Trouble | undefined {
  const detail = [`CloudWatch answered ${statusCode}`, ...messages].join('; ')
  // Forbidden and InternalError hold no numbers at all; a status that is new to us proves none.
  if (statusCode === 'Complete') return messages.length > 0 ? { reason: 'partial', detail } : undefined
  return { reason: statusCode === 'PartialData' ? 'partial' : 'source-down', detail }
}

/** `empty` where CloudWatch answered in full and has nothing: the caller finds out why. */
export function readingOf(
  aligned: AlignedQuery,
  own: WholeResult | undefined,
  witness: WholeResult | undefined,
): MetricReading | 'empty' {
  const { query, expression, startMs, endMs, periodMs } = aligned
  const missing = ({ reason, detail }: Trouble): MetricReading => ({ id: query.id, kind: 'missing', reason, detail })
  if (own === undefined) return missing({ reason: 'source-down', detail: 'CloudWatch did not answer this query' })
  const trouble = own.trouble ?? witness?.trouble
  if (trouble) return missing(trouble)
  const points: MetricPoint[] = []
  for (let atMs = startMs; atMs < endMs; atMs += periodMs) {
    const value = own.points.get(atMs) ?? (witness?.points.has(atMs) ? 0 : undefined)
    if (value !== undefined) points.push({ startMs: atMs, endMs: atMs + periodMs, value })
  }
  if (points.length === 0) return 'empty'
  const odd = points.find(({ value }) => !Number.isFinite(value) || value < 0)
  if (odd) return missing({ reason: 'not-a-number', detail: `${expression.metric} is ${odd.value}` })
  const periods = (endMs - startMs) / periodMs
  if (points.length < periods)
    return missing({ reason: 'partial', detail: `${points.length} of ${periods} periods have data` })
  return { id: query.id, kind: 'delta', points }
}
