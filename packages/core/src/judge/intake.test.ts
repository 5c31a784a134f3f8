import { describe, expect, it } from 'vitest'
import type { MetricReading } from '../port/metrics.ts'
import { gateSchema } from './gate.ts'
import { intake } from './intake.ts'
import { labelNotPlain, queries } from './query.ts'

const gate = gateSchema.parse({
  name: 'http',
  metrics: [
    {
      id: 'errors',
      source: {
        requests: `sum(rate(http_requests_total{service="\${service}",version="\${version}",region="\${region}"}))`,
        events: `errors{version="\${version}"}`,
      },
    },
  ],
})
const labels = { service: 'shop', region: 'eu-west-1', canaryVersion: 'v2', stableVersion: 'v1' }
const window = { startMs: 0, endMs: 20_000, tickMs: 10_000 }
const ids = ['errors/canary/requests', 'errors/canary/events', 'errors/stable/requests', 'errors/stable/events']

const deltas = (values: readonly (readonly number[])[]): MetricReading[] =>
  ids.map((id, place) => ({
    id,
    kind: 'delta',
    points: (values[place] ?? []).map((value, index) => ({
      startMs: index * 10_000,
      endMs: (index + 1) * 10_000,
      value,
    })),
  }))
const counters = (values: readonly number[], atMs: number, createdMs?: number): MetricReading[] =>
  ids.map((id, place) => ({
    id,
    kind: 'counter',
    value: values[place] ?? 0,
    atMs,
    ...(createdMs !== undefined && { createdMs }),
  }))
const full = deltas([
  [100, 110],
  [1, 0],
  [900, 910],
  [3, 4],
])

describe('queries', () => {
  it('name each arm and part, with the labels put in', () => {
    const found = queries(gate, labels, 0, 20_000)
    expect(found.map(({ id }) => id)).toEqual(ids)
    expect(found[0]?.expression).toBe('sum(rate(http_requests_total{service="shop",version="v2",region="eu-west-1"}))')
    expect(found[3]).toMatchObject({ expression: 'errors{version="v1"}', startMs: 0, endMs: 20_000 })
  })

  it('refuse labels that a query language could read as syntax', () => {
    expect(() => queries(gate, { ...labels, canaryVersion: 'v2"} or vector(0) #' }, 0, 1)).toThrow()
    try {
      queries(gate, { ...labels, service: '' }, 0, 1)
    } catch (error) {
      expect(labelNotPlain.is(error)).toBe(true)
    }
  })
})

describe('increments', () => {
  it('become one tick per slot', () => {
    expect(intake(gate, full, window).ticks).toEqual([
      { startMs: 0, endMs: 10_000, metrics: { errors: { canary: [100, 1], stable: [900, 3] } } },
      { startMs: 10_000, endMs: 20_000, metrics: { errors: { canary: [110, 0], stable: [910, 4] } } },
    ])
  })

  it('become one tick where the whole window is asked for, and none where a part of it is missing', () => {
    expect(intake(gate, full, { ...window, isOneTick: true }).ticks).toEqual([
      { startMs: 0, endMs: 20_000, metrics: { errors: { canary: [210, 1], stable: [1_810, 7] } } },
    ])
    const gap = deltas([[100, 110], [1], [900, 910], [3, 4]])
    expect(intake(gate, gap, { ...window, isOneTick: true }).ticks[0]?.metrics.errors).toMatchObject({
      missing: 'partial',
    })
  })

  it('come in any order and twice without a difference', () => {
    expect(intake(gate, [...full, ...full].reverse(), window)).toEqual(intake(gate, full, window))
  })

  const first = (readings: MetricReading[]): unknown => intake(gate, readings, window).ticks[0]?.metrics.errors

  it('are missing by name', () => {
    expect(first([])).toEqual({ missing: 'no-data', detail: 'canary requests: the source did not answer this query' })
    expect(first(deltas([[100], [], [900], [3]]))).toMatchObject({ missing: 'no-data' })
    expect(first(deltas([[100], [Number.NaN], [900], [3]]))).toMatchObject({ missing: 'not-a-number' })
    expect(first(deltas([[100], [-1], [900], [3]]))).toMatchObject({ missing: 'negative' })
    const down: MetricReading = { id: ids[2] ?? '', kind: 'missing', reason: 'source-down', detail: 'refused' }
    expect(first(full.map((reading) => (reading.id === down.id ? down : reading)))).toEqual({
      missing: 'source-down',
      detail: 'stable requests: refused',
    })
  })

  it('are partial where a point covers half a tick or reaches over its edge', () => {
    const cut = (startMs: number, endMs: number): MetricReading[] =>
      full.map((reading) =>
        reading.id === ids[0] ? { id: reading.id, kind: 'delta', points: [{ startMs, endMs, value: 5 }] } : reading,
      )
    expect(first(cut(0, 5_000))).toMatchObject({ missing: 'partial' })
    expect(first(cut(5_000, 15_000))).toMatchObject({ missing: 'partial' })
  })

  it('may be absent where the gate says that no series means no events', () => {
    const lenient = gateSchema.parse({
      name: 'http',
      metrics: [{ id: 'errors', source: { requests: 'a', events: 'b', absentEventsAreZero: true } }],
    })
    const quiet = deltas([[100], [], [900], []])
    expect(intake(lenient, quiet, { ...window, endMs: 10_000 }).ticks[0]?.metrics.errors).toEqual({
      canary: [100, 0],
      stable: [900, 0],
    })
    const noRequests = intake(lenient, deltas([[], [1], [900], [3]]), { ...window, endMs: 10_000 })
    expect(noRequests.ticks[0]?.metrics.errors).toMatchObject({ missing: 'no-data' })
  })
})

describe('counters', () => {
  const begun = intake(gate, counters([1_000, 10, 9_000, 30], 0), { startMs: -10_000, endMs: 0, tickMs: 10_000 })
  const after = (readings: MetricReading[]) => intake(gate, readings, { ...window, endMs: 10_000 }, begun.cursor)

  it('have no increment at their first reading', () => {
    expect(begun.ticks[0]?.metrics.errors).toMatchObject({ missing: 'no-data' })
  })

  it('are differenced', () => {
    expect(after(counters([1_100, 11, 9_900, 33], 10_000)).ticks[0]?.metrics.errors).toEqual({
      canary: [100, 1],
      stable: [900, 3],
    })
  })

  it('are missing after a reset, told or seen, and go on from there', () => {
    const reset = after(counters([5, 0, 9_900, 33], 10_000))
    expect(reset.ticks[0]?.metrics.errors).toMatchObject({ missing: 'counter-reset' })
    const next = intake(
      gate,
      counters([105, 2, 10_800, 36], 20_000),
      { startMs: 10_000, endMs: 20_000, tickMs: 10_000 },
      reset.cursor,
    )
    expect(next.ticks[0]?.metrics.errors).toEqual({ canary: [100, 2], stable: [900, 3] })
    const born = intake(gate, counters([1, 1, 1, 1], 0, 5), { ...window, endMs: 1 }).cursor
    const told = intake(gate, counters([2, 2, 2, 2], 10_000, 6), { ...window, endMs: 10_000 }, born)
    expect(told.ticks[0]?.metrics.errors).toMatchObject({ missing: 'counter-reset' })
  })

  it('are partial when read again at the same time, and the cursor stays', () => {
    const again = after(counters([1_100, 11, 9_900, 33], 0))
    expect(again.ticks[0]?.metrics.errors).toMatchObject({ missing: 'partial' })
    expect(again.cursor).toEqual(begun.cursor)
  })

  it('are partial where the arms were read at different times', () => {
    const apart = counters([1_100, 11, 9_900, 33], 10_000).map((reading, place) =>
      reading.kind === 'counter' && place < 2 ? { ...reading, atMs: 16_000 } : reading,
    )
    expect(after(apart).ticks[0]?.metrics.errors).toMatchObject({ missing: 'partial' })
  })
})

describe('a metric without a source', () => {
  it('has no queries and stays missing', () => {
    const bare = gateSchema.parse({ name: 'bare', metrics: [{ id: 'errors' }] })
    expect(queries(bare, labels, 0, 1)).toEqual([])
    expect(intake(bare, [], { ...window, endMs: 10_000 }).ticks[0]?.metrics.errors).toMatchObject({
      missing: 'bad-query',
    })
  })
})
