/** From one reading to amounts per tick: increments are summed, counters differenced, and what is odd is missing by name. */
import type { MetricPoint, MetricReading } from '../port/metrics.ts'
import type { Missing } from './tick.ts'

/** The counter as it was last read. */
export interface CounterMark {
  readonly value: number
  readonly atMs: number
  readonly createdMs?: number
}

/** What one query showed within one slot: how much, and which time it really covers. */
export interface Amount {
  readonly value: number
  readonly fromMs: number
  readonly toMs: number
}

export interface Slot {
  readonly startMs: number
  readonly endMs: number
}

const missing = (cause: Missing['missing'], detail: string): Missing => ({ missing: cause, detail })

/** Sums the points inside the slot. A slot that is not covered in full is missing: half a count is no count. */
export function deltaAmount(points: readonly MetricPoint[], slot: Slot): Amount | Missing {
  const seen = new Set<number>()
  let [value, coveredMs] = [0, 0]
  for (const point of points) {
    if (point.endMs <= slot.startMs || point.startMs >= slot.endMs || seen.has(point.startMs)) continue
    if (point.startMs < slot.startMs || point.endMs > slot.endMs)
      return missing('partial', 'a point reaches over the edge of the tick')
    if (!Number.isFinite(point.value)) return missing('not-a-number', String(point.value))
    if (point.value < 0) return missing('negative', `${point.value} in a window of increments`)
    seen.add(point.startMs)
    value += point.value
    coveredMs += point.endMs - point.startMs
  }
  if (coveredMs === 0) return missing('no-data', 'no point in the tick')
  if (coveredMs < slot.endMs - slot.startMs) return missing('partial', `${coveredMs} ms of the tick are covered`)
  return { value, fromMs: slot.startMs, toMs: slot.endMs }
}

type Counter = Extract<MetricReading, { kind: 'counter' }>

/** The increment since the mark. After a reset nobody knows what was lost before it, so that tick is missing. */
export function counterAmount(reading: Counter, mark: CounterMark | undefined): Amount | Missing {
  if (!Number.isFinite(reading.value)) return missing('not-a-number', String(reading.value))
  if (mark === undefined) return missing('no-data', 'the first reading of a counter has no increment yet')
  if (reading.atMs <= mark.atMs) return missing('partial', 'the counter was not read again since')
  const reborn = reading.createdMs !== undefined && mark.createdMs !== undefined && reading.createdMs > mark.createdMs
  if (reborn || reading.value < mark.value) return missing('counter-reset', `from ${mark.value} to ${reading.value}`)
  return { value: reading.value - mark.value, fromMs: mark.atMs, toMs: reading.atMs }
}

/** The mark after a reading: never back in time, never onto a value that is no number. */
export function nextMark(reading: Counter, mark: CounterMark | undefined): CounterMark | undefined {
  if (!Number.isFinite(reading.value) || (mark !== undefined && reading.atMs <= mark.atMs)) return mark
  const { value, atMs, createdMs } = reading
  return createdMs === undefined ? { value, atMs } : { value, atMs, createdMs }
}
