/** The Prometheus adapter against a real Prometheus, and against a server that answers what a real one seldom does. */
import { Prometheus, type PrometheusOptions } from '@houston/core/http/prometheus.ts'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type FakeAnswer, type FakeSource, nobody, startFailingSource, startFakeSource } from './fake-source.ts'
import { credential, describeMetrics, type MetricsBench } from './metrics.ts'
import { howToInstall, prometheusInstalled, type RealPrometheus, startPrometheus } from './real-prometheus.ts'

const headers = () => ({ authorization: `Bearer ${credential}` })

/** One Prometheus and its page for both suites of this file. */
let running: Promise<{ page: FakeSource; failing: FakeSource; prometheus: RealPrometheus }> | undefined

async function start() {
  const startedMs = performance.now()
  const page = await startFakeSource(() => {
    const requests = Math.floor((performance.now() - startedMs) / 100)
    const body = `# TYPE requests_total counter
requests_total{version="v1",outcome="ok"} ${requests}
requests_total{version="v2",outcome="error"} 0
odd_total NaN
`
    return { body, contentType: 'text/plain; version=0.0.4' }
  })
  return { page, failing: await startFailingSource(), prometheus: await startPrometheus(page.url) }
}

async function bench(expressions: Pick<MetricsBench, 'present' | 'zero' | 'absent' | 'wrongDimension' | 'notANumber'>) {
  running ??= start()
  const { prometheus, failing } = await running
  // Whole seconds, so that the steps of a range are too.
  const endMs = Math.floor(Date.now() / 1_000) * 1_000
  return {
    ...expressions,
    metrics: new Prometheus({ url: prometheus.url, headers }),
    startMs: endMs - 4_000,
    endMs,
    malformed: 'sum(requests_total{',
    failing: (failure: string) => {
      const url = failure === 'down' ? nobody : `${failing.url}/${failure}`
      return new Prometheus({ url, headers, timeoutMs: 600 })
    },
    stop: async () => {},
  }
}

test.skipIf(prometheusInstalled || !process.env.CI)('a real Prometheus is installed where CI runs', () => {
  expect.fail(howToInstall)
})

describe.skipIf(!prometheusInstalled)(prometheusInstalled ? 'with a real Prometheus' : howToInstall, () => {
  afterAll(async () => {
    const started = await running
    await started?.prometheus.stop()
    await started?.page.stop()
    await started?.failing.stop()
  })

  describeMetrics('Prometheus (counter)', () =>
    bench({
      present: { expression: 'sum(requests_total{version="v1"})', low: 1, high: 1_000 },
      zero: 'sum(requests_total{version="v2"})',
      absent: 'sum(no_such_total{version="v1"})',
      wrongDimension: 'sum(requests_total{version="v9"})',
      notANumber: 'sum(odd_total)',
    }),
  )

  describeMetrics('Prometheus (increase)', () =>
    bench({
      present: { expression: 'sum(increase(requests_total{version="v1"}[$window]))', low: 20, high: 60 },
      zero: 'sum(increase(requests_total{version="v2"}[$window]))',
      absent: 'sum(increase(no_such_total{version="v1"}[$window]))',
      wrongDimension: 'sum(increase(requests_total{version="v9"}[$window]))',
      notANumber: 'sum(increase(odd_total[$window]))',
    }),
  )

  test('steps divide the window, and a window that reaches before the first sample is partial', async () => {
    const { prometheus } = await (running ?? start())
    const endMs = Math.floor(Date.now() / 1_000) * 1_000
    const expression = 'sum(increase(requests_total{version="v1"}[$window]))'
    const stepped = new Prometheus({ url: prometheus.url, stepMs: 2_000 })
    const [whole, early] = await Promise.all([
      stepped.read([{ id: 'a', expression, startMs: endMs - 4_000, endMs }]),
      stepped.read([{ id: 'a', expression, startMs: endMs - 600_000, endMs }]),
    ])
    expect(whole[0]).toMatchObject({
      points: [
        { startMs: endMs - 4_000, endMs: endMs - 2_000 },
        { startMs: endMs - 2_000, endMs },
      ],
    })
    expect(early[0]).toMatchObject({ kind: 'missing', reason: 'partial' })
  })

  test('a series with too few samples in the window is no data, although it exists', async () => {
    const { prometheus } = await (running ?? start())
    const endMs = Date.now()
    const expression = 'sum(increase(requests_total{version="v1"}[$window]))'
    const [reading] = await new Prometheus({ url: prometheus.url }).read([
      { id: 'a', expression, startMs: endMs - 500, endMs },
    ])
    expect(reading).toMatchObject({ reason: 'no-data', detail: expect.stringContaining('too few samples') })
  })
})

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function read(expression: string, answer: FakeAnswer, options: Partial<PrometheusOptions> = {}) {
  const source = await startFakeSource(() => ({ contentType: 'application/json', ...answer }))
  stops.push(source.stop)
  const prometheus = new Prometheus({ url: `${source.url}/base`, timeoutMs: 1_000, ...options })
  const [reading] = await prometheus.read([{ id: 'a', expression, startMs: 0, endMs: 60_000 }])
  return { reading, requests: source.requests }
}
const success = (data: unknown, more: Record<string, unknown> = {}) => ({
  body: JSON.stringify({ status: 'success', data, ...more }),
})
const vector = (...values: string[]) => ({
  resultType: 'vector',
  result: values.map((value) => ({ metric: {}, value: [60, value] })),
})
const refused = (status: number, errorType: string) => ({
  status,
  body: JSON.stringify({ status: 'error', errorType, error: 'why' }),
})

test('asks below its base, at the end of the window, with its credential', async () => {
  const { reading, requests } = await read('sum(a_total)', success(vector('7')), { headers, lookbackMs: 90_000 })
  expect(reading).toEqual({ id: 'a', kind: 'counter', value: 7, atMs: 60_000 })
  expect(requests).toHaveLength(1)
  expect(requests[0]?.path).toBe('/base/api/v1/query')
  expect(requests[0]?.headers.authorization).toBe(`Bearer ${credential}`)
  expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toMatchObject({
    time: '60',
    lookback_delta: '90',
  })
})

test.each([
  ['a warning', success(vector('7'), { warnings: ['a store is away'] }), 'partial'],
  ['two series', success(vector('7', '8')), 'bad-query'],
  ['an infinite value', success(vector('+Inf')), 'not-a-number'],
  ['a text', success({ resultType: 'string', result: [60, 'x'] }), 'bad-query'],
  ['another shape', { body: '{"status":"success"}' }, 'source-down'],
  ['no JSON', { body: '<html>' }, 'source-down'],
  ['400', refused(400, 'bad_data'), 'bad-query'],
  ['422', refused(422, 'execution'), 'bad-query'],
  ['503', refused(503, 'timeout'), 'source-down'],
  ['429', { status: 429, body: '' }, 'throttled'],
  ['a cut connection', { ...success(vector('7')), cutOff: true }, 'source-down'],
  ['a redirect', { status: 302, body: '' }, 'source-down'],
])('%s is missing', async (_, answer, reason) => {
  expect((await read('sum(a_total)', answer)).reading).toMatchObject({ kind: 'missing', reason })
})

test('a remark on style is no warning, and a scalar is a number', async () => {
  const remark = { warnings: ['PromQL info: metric might not be a counter'] }
  expect((await read('sum(a)', success(vector('7'), remark))).reading).toMatchObject({ value: 7 })
  expect((await read('scalar(a)', success({ resultType: 'scalar', result: [60, '3'] }))).reading).toMatchObject({
    value: 3,
  })
})

test('a window that is not made of whole steps is refused', async () => {
  const { reading, requests } = await read('sum(increase(a[$window]))', success(vector('1')), { stepMs: 7_000 })
  expect(reading).toMatchObject({ reason: 'bad-query' })
  expect(requests).toHaveLength(0)
})

test('credentials that cannot be made are a source that is down, and stay inside', async () => {
  const broken = () => {
    throw new Error(credential)
  }
  const { reading } = await read('sum(a)', success(vector('1')), { headers: broken })
  expect(reading).toMatchObject({ reason: 'source-down' })
  expect(JSON.stringify(reading)).not.toContain(credential)
})
