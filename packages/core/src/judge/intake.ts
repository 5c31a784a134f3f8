/** From readings to ticks: both arms of every metric side by side, or the name of what is missing. */
import type { MetricReading } from '../port/metrics.ts'
import { type Amount, type CounterMark, counterAmount, deltaAmount, nextMark, type Slot } from './amount.ts'
import type { Gate, GateMetric } from './gate.ts'
import { type Arm, arms, type Part, queryId } from './query.ts'
import type { Exposure, MetricTick, Missing, Tick } from './tick.ts'

/** What intake remembers between calls: the last value of each counter, by query id. Plain JSON. */
export type Cursor = Readonly<Record<string, CounterMark>>

export interface IntakeWindow extends Slot {
  readonly tickMs: number
  /** One tick for all of it, however long: both arms are read over the same time. */
  readonly isOneTick?: boolean
}

export interface Intake {
  readonly ticks: readonly Tick[]
  readonly cursor: Cursor
}

/** Turns one call's readings into ticks for [startMs, endMs), oldest first. Counters give one tick for the whole window. */
export function intake(
  gate: Gate,
  readings: readonly MetricReading[],
  window: IntakeWindow,
  cursor: Cursor = {},
): Intake {
  const byId = new Map<string, MetricReading>()
  for (const reading of readings) byId.set(reading.id, better(byId.get(reading.id), reading))
  const counted = readings.some(({ kind }) => kind === 'counter')
  const slots =
    counted || window.isOneTick === true ? [{ startMs: window.startMs, endMs: window.endMs }] : slotsOf(window)
  const ticks = slots.map((slot) => ({
    ...slot,
    metrics: Object.fromEntries(
      gate.metrics.map((metric) => [metric.id, metricTick(metric, byId, slot, cursor, window.tickMs)]),
    ),
  }))
  return { ticks, cursor: advance(byId, cursor) }
}

function slotsOf({ startMs, endMs, tickMs }: IntakeWindow): readonly Slot[] {
  const slots: Slot[] = []
  for (let atMs = startMs; atMs + tickMs <= endMs; atMs += tickMs) slots.push({ startMs: atMs, endMs: atMs + tickMs })
  return slots
}

/** Of two answers to one query: a number before none, the later counter, the longer series. */
function better(first: MetricReading | undefined, second: MetricReading): MetricReading {
  if (first === undefined || first.kind === 'missing') return second
  if (second.kind === 'missing') return first
  if (first.kind === 'counter' && second.kind === 'counter') return second.atMs >= first.atMs ? second : first
  if (first.kind === 'delta' && second.kind === 'delta')
    return { ...first, points: [...first.points, ...second.points].sort((a, b) => a.startMs - b.startMs) }
  return second
}

function advance(byId: ReadonlyMap<string, MetricReading>, cursor: Cursor): Cursor {
  const next: Record<string, CounterMark> = { ...cursor }
  for (const [id, reading] of byId) {
    if (reading.kind !== 'counter') continue
    const mark = nextMark(reading, cursor[id])
    if (mark !== undefined) next[id] = mark
  }
  return next
}

const isMissing = (value: object): value is Missing => 'missing' in value

function metricTick(
  metric: GateMetric,
  byId: ReadonlyMap<string, MetricReading>,
  slot: Slot,
  cursor: Cursor,
  tickMs: number,
): MetricTick {
  if (metric.source === undefined) return { missing: 'bad-query', detail: 'the gate declares no source for it' }
  const found: Record<Arm, Exposure> = { canary: [], stable: [] }
  const covered: Amount[] = []
  for (const arm of arms) {
    for (const part of partsOf(metric)) {
      const amount = amountOf(byId.get(queryId(metric.id, arm, part)), slot, cursor)
      const usable = isMissing(amount) && mayBeAbsent(amount, part, metric) ? { ...slotAmount(slot), value: 0 } : amount
      if (isMissing(usable)) return { missing: usable.missing, detail: `${arm} ${part}: ${usable.detail ?? ''}` }
      found[arm] = [...found[arm], usable.value]
      covered.push(usable)
    }
  }
  return sameTime(covered, tickMs) ?? found
}

const slotAmount = (slot: Slot): Amount => ({ value: 0, fromMs: slot.startMs, toMs: slot.endMs })

const partsOf = ({ kind }: GateMetric): readonly Part[] =>
  kind === 'mean' ? ['requests', 'events', 'squares'] : ['requests', 'events']

/** Some sources write a series of errors only once there is one; the gate must say so for its absence to mean zero. */
const mayBeAbsent = ({ missing }: Missing, part: Part, { source }: GateMetric): boolean =>
  part === 'events' && missing === 'no-data' && source?.absentEventsAreZero === true

function amountOf(reading: MetricReading | undefined, slot: Slot, cursor: Cursor): Amount | Missing {
  if (reading === undefined) return { missing: 'no-data', detail: 'the source did not answer this query' }
  if (reading.kind === 'missing') return { missing: reading.reason, detail: reading.detail }
  if (reading.kind === 'delta') return deltaAmount(reading.points, slot)
  return counterAmount(reading, cursor[reading.id])
}

/** Requests and events, canary and stable must speak of the same time, or the comparison is none. */
function sameTime(amounts: readonly Amount[], tickMs: number): Missing | undefined {
  const starts = amounts.map(({ fromMs }) => fromMs)
  const ends = amounts.map(({ toMs }) => toMs)
  const apart = Math.max(Math.max(...starts) - Math.min(...starts), Math.max(...ends) - Math.min(...ends))
  return apart <= tickMs / 2 ? undefined : { missing: 'partial', detail: `the readings are ${apart} ms apart` }
}
