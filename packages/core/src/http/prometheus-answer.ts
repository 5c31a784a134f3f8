/** What Prometheus' HTTP API answers, in one shape: series of points, warnings, or why there are none. */
import * as z from 'zod'
import { failed, type SourceFailure } from './source.ts'

export interface ApiSeries {
  readonly kind: 'series'
  readonly points: readonly { readonly atMs: number; readonly value: number }[]
}

export interface ApiAnswer {
  readonly kind: 'answer'
  readonly series: readonly ApiSeries[]
  readonly warnings: readonly string[]
}

/** Seconds, and the value as text because JSON has no NaN. */
const point = z.tuple([z.number(), z.string()])

const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: point.optional() })) }),
      z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ values: z.array(point).optional() })) }),
      z.object({ resultType: z.literal('scalar'), result: point }),
      z.object({ resultType: z.literal('string'), result: point }),
    ]),
    warnings: z.array(z.string()).default([]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string().default(''), error: z.string().default('') }),
])

export function parseAnswer(status: number, text: string): ApiAnswer | SourceFailure {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return failed('source-down', `HTTP ${status}, and the answer is no JSON`)
  }
  const parsed = answerSchema.safeParse(json)
  if (!parsed.success) return failed('source-down', `HTTP ${status}, and the answer is not that of Prometheus`)
  if (parsed.data.status === 'error') return refusal(parsed.data)
  const { data, warnings } = parsed.data
  if (data.resultType === 'string') return failed('bad-query', 'the expression gives a text')
  // Remarks on style come as warnings too, from servers before 3.0.
  const serious = warnings.filter((warning) => !warning.startsWith('PromQL info'))
  return { kind: 'answer', series: seriesOf(data), warnings: serious }
}

type Data = Extract<z.infer<typeof answerSchema>, { status: 'success' }>['data']
type Point = z.infer<typeof point>

function seriesOf(data: Data): ApiSeries[] {
  switch (data.resultType) {
    case 'vector':
      // A native histogram has no `value`: it is a series without points.
      return data.result.map(({ value }) => series(value === undefined ? [] : [value]))
    case 'matrix':
      return data.result.map(({ values = [] }) => series(values))
    case 'scalar':
    case 'string':
      return [series([data.result])]
  }
}

const series = (points: readonly Point[]): ApiSeries => ({
  kind: 'series',
  points: points.map(([atSec, value]) => ({ atMs: Math.round(atSec * 1_000), value: numberOf(value) })),
})

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  return Number(text)
}

function refusal({ errorType, error }: { errorType: string; error: string }): SourceFailure {
  const detail = `${errorType}: ${error.slice(0, 300)}`
  return failed(errorType === 'bad_data' || errorType === 'execution' ? 'bad-query' : 'source-down', detail)
}
