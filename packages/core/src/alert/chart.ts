/**
 * The series of a group's service around its onset: buckets before and after it, filled in as they are over. What was read is kept;
 * what had no number yet is asked for again, because sources are late; a bucket without one stays a gap, with the reason.
 */
import * as z from 'zod'
import { minuteMs } from '../clock.ts'
import { revisioned } from '../entity.ts'

const bucketMs = 2 * minuteMs
const bucketsBefore = 10
const bucketsAfter = 10
/** Of a service with more metrics the first are drawn: a page of charts is not read at night. */
const shownSeries = 6
/** Figures of a small chart: more would be narrower than its line. */
const figures = 4

export const chartSeriesSchema = z.object({
  metric: z.string(),
  title: z.string(),
  kind: z.enum(['share', 'mean']),
  /** One for each bucket; null where there is no number. */
  values: z.array(z.number().nullable()).max(bucketsBefore + bucketsAfter),
  missing: z.string().max(300).optional(),
})
export type ChartSeries = z.infer<typeof chartSeriesSchema>

export const groupChartSchema = z.object({
  ...revisioned,
  groupId: z.string(),
  service: z.string(),
  onsetMs: z.int(),
  /** Where the first bucket begins; each covers a half-open span of `bucketMs`. */
  fromMs: z.int(),
  bucketMs: z.int(),
  drawnAtMs: z.int(),
  series: z.array(chartSeriesSchema).max(shownSeries),
  /** Why there is no series at all. */
  missing: z.string().max(300).optional(),
})
export type GroupChart = z.infer<typeof groupChartSchema>

export type Span = { readonly startMs: number; readonly endMs: number }

export function emptyChart(groupId: string, service: string, onsetMs: number): GroupChart {
  // On whole buckets of the clock: a series that is read anew falls into the same ones.
  const fromMs = (Math.floor(onsetMs / bucketMs) - bucketsBefore) * bucketMs
  return { revision: 0, groupId, service, onsetMs, fromMs, bucketMs, drawnAtMs: 0, series: [] }
}

export type Drawing =
  | { readonly kind: 'read'; readonly reason: 'buckets-without-a-number'; readonly buckets: readonly number[] }
  | { readonly kind: 'none'; readonly reason: 'complete' | 'over' | 'drawn-just-now' }

/** Late numbers are waited for this long after the last bucket. */
const lateMs = 10 * minuteMs

/** Which buckets are to be read at `nowMs`: those that are over and of which some series has no number. */
export function decideDrawing({ fromMs, series, drawnAtMs }: GroupChart, nowMs: number): Drawing {
  const endMs = fromMs + (bucketsBefore + bucketsAfter) * bucketMs
  if (nowMs >= endMs + lateMs) return { kind: 'none', reason: 'over' }
  if (nowMs - drawnAtMs < bucketMs) return { kind: 'none', reason: 'drawn-just-now' }
  const buckets = Array.from({ length: bucketsBefore + bucketsAfter }, (_, place) => place).filter(
    (place) =>
      fromMs + (place + 1) * bucketMs <= nowMs &&
      (series.length === 0 || series.some(({ values }) => typeof values[place] !== 'number')),
  )
  return buckets.length === 0
    ? { kind: 'none', reason: 'complete' }
    : { kind: 'read', reason: 'buckets-without-a-number', buckets }
}

export const spansOf = ({ fromMs }: GroupChart, buckets: readonly number[]): Span[] =>
  buckets.map((place) => ({ startMs: fromMs + place * bucketMs, endMs: fromMs + (place + 1) * bucketMs }))

/** The chart with what was read of `buckets`, one value of each series for each of them. */
export function drawn(
  chart: GroupChart,
  buckets: readonly number[],
  read: readonly ChartSeries[],
  nowMs: number,
): GroupChart {
  const { missing: _, ...rest } = chart
  if (read.length === 0 && chart.series.length === 0)
    return { ...rest, drawnAtMs: nowMs, missing: `No release of ${chart.service} says where its metrics are.` }
  const series = read.slice(0, shownSeries).map(({ missing, ...one }): ChartSeries => {
    const known = chart.series.find(({ metric }) => metric === one.metric)?.values ?? []
    const values = Array.from({ length: bucketsBefore + bucketsAfter }, (_, place) => {
      const found = one.values[buckets.indexOf(place)] ?? null
      return known[place] ?? (found === null || !Number.isFinite(found) ? null : Number(found.toPrecision(figures)))
    })
    return { ...one, values, ...(missing !== undefined && { missing: missing.slice(0, 300) }) }
  })
  return { ...rest, drawnAtMs: nowMs, series: series.length === 0 ? chart.series : series }
}
