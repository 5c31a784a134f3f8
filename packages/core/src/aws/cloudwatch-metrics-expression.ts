/** How a CloudWatch metric is written in a query: JSON, checked before CloudWatch sees it, because one bad query fails its whole batch. */
import * as z from 'zod'
import type { MetricQuery } from '../port/metrics.ts'

/** Lengths CloudWatch keeps points at: high-resolution ones, and whole minutes. */
const periodSec = z
  .int()
  .max(86_400)
  .refine((value) => [1, 5, 10, 20, 30].includes(value) || (value > 0 && value % 60 === 0), {
    message: 'must be 1, 5, 10, 20, 30 or a multiple of 60',
  })

/** What adds up: sums, counts of samples, and counts or sums of the samples within bounds, e.g. `TC(0.2:)`. */
const statistic = z.string().regex(/^(?:Sum|SampleCount|(?:TC|TS)\([0-9.%]{0,20}:[0-9.%]{0,20}\))$/, {
  message: 'must be Sum, SampleCount, TC(…) or TS(…): an average or percentile cannot be added up',
})

const expressionSchema = z.strictObject({
  namespace: z.string().regex(/^[^:]{1,255}$/),
  metric: z.string().min(1).max(255),
  dimensions: z
    .record(z.string().min(1).max(255), z.string().min(1).max(1_024))
    .refine((dimensions) => Object.keys(dimensions).length <= 30, { message: 'CloudWatch has at most 30' })
    .default({}),
  stat: statistic.default('Sum'),
  periodSec: periodSec.default(60),
  /** Where the metric lives, for a monitoring account that sees others. */
  accountId: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /**
   * A metric of the same namespace and dimensions, e.g. `RequestCount`: in a period where it has data and the metric itself has
   * none, nothing happened. For metrics that are only written when something happens, such as HTTPCode_Target_5XX_Count.
   */
  absentIsZeroWhere: z.string().min(1).max(255).optional(),
})

export type CloudWatchExpression = z.infer<typeof expressionSchema>

/** A query with the whole periods that lie inside its window: [startMs, endMs) on the periods' own grid. */
export interface AlignedQuery {
  readonly query: MetricQuery
  readonly expression: CloudWatchExpression
  readonly startMs: number
  readonly endMs: number
  readonly periodMs: number
}

export type ParsedQuery =
  | { readonly kind: 'aligned'; readonly aligned: AlignedQuery }
  | { readonly kind: 'invalid'; readonly detail: string }
  /** The window holds no whole period. */
  | { readonly kind: 'too-short'; readonly detail: string }

export function parseQuery(query: MetricQuery): ParsedQuery {
  let json: unknown
  try {
    json = JSON.parse(query.expression)
  } catch {
    return { kind: 'invalid', detail: 'the expression is no JSON' }
  }
  const parsed = expressionSchema.safeParse(json)
  if (!parsed.success) return { kind: 'invalid', detail: z.prettifyError(parsed.error) }
  const periodMs = parsed.data.periodSec * 1_000
  const startMs = Math.ceil(query.startMs / periodMs) * periodMs
  const endMs = Math.floor(query.endMs / periodMs) * periodMs
  if (endMs <= startMs) return { kind: 'too-short', detail: `the window holds no whole period of ${periodMs} ms` }
  return { kind: 'aligned', aligned: { query, expression: parsed.data, startMs, endMs, periodMs } }
}
