/** The scraping adapter against pages served over HTTP. */
import { OpenMetricsScrape } from '@houston/core/http/openmetrics.ts'
import { startFleet } from '@houston/local/fleet/start.ts'
import { afterEach, expect, test } from 'vitest'
import { type FakeAnswer, nobody, startFailingSource, startFakeSource } from './fake-source.ts'
import { credential, describeMetrics } from './metrics.ts'

const openMetrics = 'application/openmetrics-text; version=1.0.0; charset=utf-8'
const page = `# TYPE requests counter
requests_total{version="v1",outcome="ok"} 90
requests_created{version="v1",outcome="ok"} 1000.5
requests_total{version="v1",outcome="error"} 10
requests_created{version="v1",outcome="error"} 1002
requests_total{version="v2",outcome="error"} 0
requests_total{version="v3",outcome="ok"} NaN
# TYPE temperature gauge
temperature 21.5
# EOF
`

describeMetrics('OpenMetricsScrape', async () => {
  const source = await startFakeSource(() => ({ body: page, contentType: openMetrics }))
  const failing = await startFailingSource()
  const headers = { authorization: `Bearer ${credential}` }
  return {
    metrics: new OpenMetricsScrape({ url: `${source.url}/metrics`, headers }),
    startMs: 0,
    endMs: 60_000,
    present: { expression: 'requests_total{version="v1"}', low: 100, high: 100 },
    zero: 'requests_total{version="v2",outcome="error"}',
    absent: 'no_such_total{version="v1"}',
    wrongDimension: 'requests_total{version="v9"}',
    malformed: 'rate(requests_total[5m])',
    notANumber: 'requests_total{version="v3"}',
    failing: (failure) => {
      const base = failure === 'down' ? nobody : `${failing.url}/${failure}`
      return new OpenMetricsScrape({ url: `${base}/metrics?token=${credential}`, headers, timeoutMs: 300 })
    },
    stop: async () => {
      await source.stop()
      await failing.stop()
    },
  }
})

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function read(expression: string, answer: FakeAnswer, options: { maxBytes?: number } = {}) {
  const source = await startFakeSource(() => answer)
  stops.push(source.stop)
  const scrape = new OpenMetricsScrape({ url: source.url, timeoutMs: 1_000, ...options })
  const [reading] = await scrape.read([{ id: 'a', expression, startMs: 0, endMs: 1_000_000 }])
  return reading
}

test("reads the fleet router's own page: what never happened is a proven 0", async () => {
  const fleet = await startFleet({ services: { checkout: { version: 'v1', instances: 1 } } })
  stops.push(fleet.stop)
  await fetch(`${fleet.routerUrl}/checkout/items`).then((response) => response.arrayBuffer())
  const labels = 'service="checkout",version="v1"'
  const expressions = {
    all: `fleet_requests_total{${labels}}`,
    errors: `fleet_requests_total{${labels},outcome="error"}`,
    slow: `fleet_slow_requests_total{${labels},over="0.2"}`,
    bucket: `fleet_request_seconds_bucket{${labels},le="+Inf"}`,
  }
  const queries = Object.entries(expressions).map(([id, expression]) => ({ id, expression, startMs: 0, endMs: 1 }))
  const readings = await new OpenMetricsScrape({ url: `${fleet.routerUrl}/metrics` }).read(queries)
  const values = readings.map((reading) => (reading.kind === 'counter' ? [reading.id, reading.value] : reading))
  expect(Object.fromEntries(values as [string, number][])).toEqual({ all: 1, errors: 0, slow: 0, bucket: 1 })
  expect(readings.every((reading) => reading.kind === 'counter' && reading.createdMs !== undefined)).toBe(true)
})

test('the creation of a sum is the latest of its samples', async () => {
  const answer = { body: page, contentType: openMetrics }
  const reading = await read('requests_total{version="v1"}', answer)
  expect(reading).toEqual({ id: 'a', kind: 'counter', value: 100, atMs: 1_000_000, createdMs: 1_002_000 })
})

test("a histogram's bucket has its family's creation", async () => {
  const body = 'h_bucket{v="1",le="0.2"} 5\nh_bucket{v="1",le="+Inf"} 6\nh_created{v="1"} 7\n'
  expect(await read('h_bucket{v="1",le="0.2"}', { body })).toMatchObject({ value: 5, createdMs: 7_000 })
})

test('a gauge is not a counter', async () => {
  const reading = await read('temperature', { body: page, contentType: openMetrics })
  expect(reading).toMatchObject({ reason: 'bad-query', detail: 'temperature is a gauge, not a counter' })
})

test('a page cut off before # EOF is partial, one cut off in its body is a source that is down', async () => {
  const body = page.replace('# EOF\n', '')
  expect(await read('requests_total', { body, contentType: openMetrics })).toMatchObject({ reason: 'partial' })
  expect(await read('requests_total', { body: page, cutOff: true })).toMatchObject({ reason: 'source-down' })
})

test('a page with a broken line anywhere is not believed', async () => {
  expect(await read('a_total', { body: 'a_total 1\nb_total{x} 2\n' })).toMatchObject({ reason: 'source-down' })
})

test('the same sample twice is not summed', async () => {
  expect(await read('a_total', { body: 'a_total{x="1"} 1\na_total{x="1"} 2\n' })).toMatchObject({
    reason: 'source-down',
  })
})

test('a page larger than allowed is refused', async () => {
  expect(await read('a_total', { body: `a_total 1\n#${'x'.repeat(2_000)}\n` }, { maxBytes: 1_000 })).toMatchObject({
    reason: 'source-down',
  })
})

test('a stamped sample is read at its time, and is no data once it is five minutes old', async () => {
  expect(await read('a_total', { body: 'a_total 1 700000' })).toMatchObject({ kind: 'counter', atMs: 700_000 })
  expect(await read('a_total', { body: 'a_total 1 699999' })).toMatchObject({ reason: 'no-data' })
})

test('names the label that matches nothing', async () => {
  const reading = await read('requests_total{outcome="ok",version="v7"}', { body: page, contentType: openMetrics })
  expect(reading).toMatchObject({ reason: 'wrong-dimension' })
  expect(reading?.kind === 'missing' && reading.detail).toContain('version="v7"')
})
