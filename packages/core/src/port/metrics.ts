/** Where numbers come from. An adapter answers every query it was asked, and says why where it has no number. */

/** One series to read. `expression` is the adapter's own: a PromQL query, a CloudWatch metric as JSON, an OpenMetrics sample selector. */
export interface MetricQuery {
  /** Unique within one call; the answer carries it back. */
  readonly id: string
  readonly expression: string
  /** The half-open window [startMs, endMs) that a `delta` covers; a `counter` is read at endMs. */
  readonly startMs: number
  readonly endMs: number
}

/** The adapters that there are, by the names that documents use. */
export const metricSources = ['prometheus', 'cloudwatch', 'openmetrics'] as const

export const missingReasons = [
  'no-data',
  'not-a-number',
  'partial',
  'source-down',
  'throttled',
  'wrong-dimension',
  'bad-query',
] as const
export type MissingReason = (typeof missingReasons)[number]

export type MetricReading =
  /** What happened in each sub-window: increments, never cumulative. Windows are half-open, ascending, without overlap. */
  | { readonly id: string; readonly kind: 'delta'; readonly points: readonly MetricPoint[] }
  /** A cumulative counter's value at `atMs`; `createdMs` moves when the counter was reset, where the source says so. */
  | {
      readonly id: string
      readonly kind: 'counter'
      readonly value: number
      readonly atMs: number
      readonly createdMs?: number
    }
  /** No number: the judge must treat this as blind, never as zero. */
  | { readonly id: string; readonly kind: 'missing'; readonly reason: MissingReason; readonly detail: string }

export interface MetricPoint {
  readonly startMs: number
  readonly endMs: number
  readonly value: number
}

export interface Metrics {
  /** One reading per query, in any order. Never throws for a failing source: that is a `missing` reading with `source-down`. */
  read(queries: readonly MetricQuery[], signal?: AbortSignal): Promise<readonly MetricReading[]>
}
