import { describe, expect, it } from 'vitest'
import { minuteMs } from '../clock.ts'
import type { MetricReading } from '../port/metrics.ts'
import { countedOf, spanOf } from './count.ts'
import type { Count, SloFacts } from './slo.ts'

const nowMs = Date.parse('2026-03-02T12:00:30Z')
const count: Count = {
  source: 'prometheus',
  address: 'http://127.0.0.1:1',
  query: 'a[$window]',
  lagSec: 30,
  absentIsZero: false,
}
const slo: SloFacts = {
  name: 'errors',
  service: 'checkout',
  title: 'Orders work',
  description: '',
  counts: 'bad',
  part: count,
  total: count,
  target: 0.99,
  budgeting: 'occurrences',
  window: { kind: 'rolling', lengthMs: 28 * 86_400_000 },
}
const span = { startMs: nowMs - 60_000, endMs: nowMs }
const delta = (id: string, value: number): MetricReading => ({ id, kind: 'delta', points: [{ ...span, value }] })
const counter = (id: string, value: number, atMs = nowMs): MetricReading => ({ id, kind: 'counter', value, atMs })
const none = (id: string): MetricReading => ({ id, kind: 'missing', reason: 'no-data', detail: 'there is no a' })
const marksAt = (value: number) => ({ value, atMs: span.startMs })

describe('what is counted of an objective', () => {
  it('is what was bad and how much there was', () => {
    const read = countedOf(slo, { part: delta('part', 3), total: delta('total', 100) }, span, {})
    expect(read).toMatchObject({ kind: 'counted', counted: [{ ...span, bad: 3, total: 100 }] })
  })

  it('is what was not good, and never less than nothing', () => {
    const good = { ...slo, counts: 'good' as const }
    expect(countedOf(good, { part: delta('part', 97), total: delta('total', 100) }, span, {})).toMatchObject({
      counted: [{ bad: 3 }],
    })
    expect(countedOf(good, { part: delta('part', 101), total: delta('total', 100) }, span, {})).toMatchObject({
      counted: [{ bad: 0 }],
    })
  })

  it('is nothing where either is missing, unless its absence was declared to mean none', () => {
    const readings = { part: none('part'), total: delta('total', 100) }
    expect(countedOf(slo, readings, span, {})).toMatchObject({
      kind: 'nothing',
      isLost: false,
      why: 'bad: no-data: there is no a',
    })
    const declared = { ...slo, part: { ...count, absentIsZero: true } }
    expect(countedOf(declared, readings, span, {})).toMatchObject({ counted: [{ bad: 0, total: 100 }] })
    expect(countedOf(slo, { part: delta('part', 1) }, span, {})).toMatchObject({ kind: 'nothing' })
  })

  it('is the difference of counters, and nothing at their first reading or after a reset', () => {
    const readings = { part: counter('part', 13), total: counter('total', 1_100) }
    expect(countedOf(slo, readings, span, {})).toMatchObject({
      kind: 'nothing',
      isLost: true,
      marks: { part: { value: 13 } },
    })
    const marks = { part: marksAt(10), total: marksAt(1_000) }
    expect(countedOf(slo, readings, span, marks)).toMatchObject({ counted: [{ ...span, bad: 3, total: 100 }] })
    const reset = { part: marksAt(10), total: marksAt(2_000) }
    expect(countedOf(slo, readings, span, reset)).toMatchObject({
      kind: 'nothing',
      isLost: true,
      marks: { total: { value: 1_100 } },
    })
  })

  it('is of one time: while either counter is missing, neither moves on', () => {
    const marks = { part: marksAt(10), total: marksAt(1_000) }
    const before = countedOf(slo, { part: counter('part', 13), total: none('total') }, span, marks)
    expect(before).toMatchObject({ kind: 'nothing', isLost: false, marks })
    const nextMs = nowMs + minuteMs
    const readings = { part: counter('part', 30, nextMs), total: counter('total', 1_200, nextMs) }
    const later = countedOf(slo, readings, { startMs: span.startMs, endMs: nextMs }, before.marks)
    expect(later).toMatchObject({ counted: [{ startMs: span.startMs, endMs: nextMs, bad: 20, total: 200 }] })
  })

  it('is asked again where a counter was not read anew, and begins anew in both where one was reset', () => {
    const marks = { part: { value: 10, atMs: nowMs }, total: marksAt(1_000) }
    const stuck = countedOf(slo, { part: counter('part', 10), total: counter('total', 1_100) }, span, marks)
    expect(stuck).toMatchObject({ kind: 'nothing', isLost: false, marks })
    const reset = countedOf(slo, { part: none('part'), total: counter('total', 5) }, span, {
      part: marksAt(10),
      total: marksAt(1_000),
    })
    expect(reset).toMatchObject({ kind: 'nothing', isLost: true })
    expect(reset.kind === 'nothing' && reset.marks).toEqual({ total: { value: 5, atMs: nowMs } })
  })

  it('is whole minutes where minutes are judged, and none of them without traffic', () => {
    const sliced = { ...slo, budgeting: 'timeslices' as const, sliceTarget: 0.95 }
    const of = (bad: number, total: number) =>
      countedOf(sliced, { part: delta('part', bad), total: delta('total', total) }, span, {})
    expect(of(5, 100)).toMatchObject({ counted: [{ bad: 0, total: 1 }] })
    expect(of(6, 100)).toMatchObject({ counted: [{ bad: 1, total: 1 }] })
    expect(of(0, 0)).toMatchObject({ counted: [{ bad: 0, total: 0 }] })
  })
})

describe('the time that is read', () => {
  it('is whole minutes as far as the source has them', () => {
    expect(spanOf({ ...slo, readUntilMs: nowMs - 90_000 }, nowMs)).toEqual({
      startMs: nowMs - 90_000,
      endMs: nowMs - 30_000,
    })
    expect(spanOf({ ...slo, readUntilMs: nowMs - 30_000 }, nowMs)).toBeUndefined()
  })

  it('goes back no further than six hours after an outage', () => {
    const { startMs, endMs } = spanOf({ ...slo, readUntilMs: nowMs - 9 * 60 * minuteMs }, nowMs) ?? {
      startMs: 0,
      endMs: 0,
    }
    expect(endMs - startMs).toBe(6 * 60 * minuteMs)
  })
})
