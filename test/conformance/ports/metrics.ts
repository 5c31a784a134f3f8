/** What every Metrics adapter must do, whatever is behind it: a number that is proven, or a reason. */
import type { MetricQuery, MetricReading, Metrics } from '@houston/core/port/metrics.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** How a source can fail, and what the adapter must call it. */
export const sourceFailures = {
  down: 'source-down',
  silent: 'source-down',
  'server-error': 'source-down',
  garbage: 'source-down',
  forbidden: 'source-down',
  throttling: 'throttled',
} as const
export type SourceFailureName = keyof typeof sourceFailures

/** Given to the adapter as its credential; must never be in a reading. */
export const credential = 'secret-of-the-metrics-source'

/** An adapter in front of a source that holds two counters, and the same adapter in front of failing ones. */
export interface MetricsBench {
  readonly metrics: Metrics
  readonly startMs: number
  readonly endMs: number
  /** A counter that exists; its value or the sum of its increments lies within [low, high]. */
  readonly present: { readonly expression: string; readonly low: number; readonly high: number }
  /** A counter that exists and has not moved. */
  readonly zero: string
  /** No metric of that name. */
  readonly absent: string
  /** The metric exists with other labels. */
  readonly wrongDimension: string
  /** Not in the adapter's language; refused alone. */
  readonly malformed: string
  /** A series whose value is no number; absent where the source cannot hold one. */
  readonly notANumber?: string
  failing(failure: SourceFailureName): Metrics
  stop(): Promise<void>
}

function total(reading: MetricReading | undefined): number | string {
  if (reading === undefined) return 'no reading'
  if (reading.kind === 'missing') return `${reading.reason}: ${reading.detail}`
  if (reading.kind === 'counter') return reading.value
  return reading.points.reduce((sum, { value }) => sum + value, 0)
}

export function describeMetrics(name: string, makeBench: () => Promise<MetricsBench>): void {
  describe(`${name} as Metrics`, () => {
    let bench: MetricsBench
    beforeAll(async () => {
      bench = await makeBench()
    })
    afterAll(() => bench?.stop())

    const query = (id: string, expression: string): MetricQuery => {
      return { id, expression, startMs: bench.startMs, endMs: bench.endMs }
    }
    const read = async (
      expressions: Readonly<Record<string, string>>,
      metrics = bench.metrics,
      signal?: AbortSignal,
    ) => {
      const queries = Object.entries(expressions).map(([id, expression]) => query(id, expression))
      const readings = await metrics.read(queries, signal)
      expect(readings.map(({ id }) => id).sort()).toEqual(Object.keys(expressions).sort())
      return Object.fromEntries(readings.map((reading) => [reading.id, reading]))
    }
    describeNumbers(() => bench, read)
    describeReasons(() => bench, read)
  })
}

type Bench = () => MetricsBench
type Read = (
  expressions: Readonly<Record<string, string>>,
  metrics?: Metrics,
  signal?: AbortSignal,
) => Promise<Record<string, MetricReading>>

function describeNumbers(bench: Bench, read: Read): void {
  test('a counter that exists is read', async () => {
    const { present } = bench()
    const value = total((await read({ a: present.expression })).a)
    expect(value).toBeTypeOf('number')
    expect(value).toBeGreaterThanOrEqual(present.low)
    expect(value).toBeLessThanOrEqual(present.high)
  })

  test('a counter that has not moved is 0', async () => {
    expect(total((await read({ a: bench().zero })).a)).toBe(0)
  })

  test('points are ascending, apart, and inside the window; a counter is not newer than its end', async () => {
    const { present, startMs, endMs } = bench()
    const { a: reading } = await read({ a: present.expression })
    if (reading?.kind === 'counter') expect(reading.atMs).toBeLessThanOrEqual(endMs)
    const points = reading?.kind === 'delta' ? reading.points : []
    let reachedMs = startMs
    for (const point of points) {
      expect(point.startMs).toBeGreaterThanOrEqual(reachedMs)
      expect(point.endMs).toBeGreaterThan(point.startMs)
      reachedMs = point.endMs
    }
    expect(reachedMs).toBeLessThanOrEqual(endMs)
  })

  test('every query has one reading under its own id, twice the same expression too', async () => {
    const { present, zero, absent } = bench()
    const readings = await read({ b: present.expression, a: present.expression, c: absent, d: zero })
    expect(total(readings.a)).toBe(total(readings.b))
    expect(readings.c?.kind).toBe('missing')
    expect(total(readings.d)).toBe(0)
  })

  test('nothing asked is nothing read, without asking the source', async () => {
    expect(await bench().failing('down').read([])).toEqual([])
  })
}

function describeReasons(bench: Bench, read: Read): void {
  test('a metric that does not exist is no data, not 0', async () => {
    expect((await read({ a: bench().absent })).a).toMatchObject({ kind: 'missing', reason: 'no-data' })
  })

  test('a metric that exists with other labels is called so', async () => {
    expect((await read({ a: bench().wrongDimension })).a).toMatchObject({ kind: 'missing', reason: 'wrong-dimension' })
  })

  test('a query that cannot be understood is refused alone', async () => {
    const { malformed, zero } = bench()
    const readings = await read({ a: malformed, b: zero })
    expect(readings.a).toMatchObject({ kind: 'missing', reason: 'bad-query' })
    expect(total(readings.b)).toBe(0)
  })

  test('a value that is no number is called so', async (context) => {
    const { notANumber } = bench()
    if (notANumber === undefined) return context.skip('the source cannot hold one')
    expect((await read({ a: notANumber })).a).toMatchObject({ kind: 'missing', reason: 'not-a-number' })
  })

  test.each(Object.entries(sourceFailures))(
    'a source that fails (%s) is %s for every query',
    async (failure, reason) => {
      const { present, zero } = bench()
      const source = bench().failing(failure as SourceFailureName)
      const readings = Object.values(await read({ a: present.expression, b: zero }, source))
      expect(readings).toEqual([
        expect.objectContaining({ kind: 'missing', reason }),
        expect.objectContaining({ kind: 'missing', reason }),
      ])
      expect(JSON.stringify(readings)).not.toContain(credential)
      expect(readings.every((reading) => reading.kind === 'missing' && reading.detail.length > 0)).toBe(true)
    },
  )

  test('a read that is given up is missing, and does not throw', async () => {
    const readings = await read({ a: bench().present.expression }, bench().failing('silent'), AbortSignal.abort())
    expect(readings.a).toMatchObject({ kind: 'missing', reason: 'source-down' })
  })
}
