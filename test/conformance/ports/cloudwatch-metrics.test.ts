/** The CloudWatch adapter: its failures through the real client over HTTP, its answers through a mocked one. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type GetMetricDataCommandOutput,
  ListMetricsCommand,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import { CloudWatchMetrics } from '@houston/core/aws/cloudwatch-metrics.ts'
import { mockClient } from 'aws-sdk-client-mock'
import { expect, test } from 'vitest'
import { nobody, startFailingSource } from './fake-source.ts'
import { credential, describeMetrics } from './metrics.ts'

const minuteMs = 60_000
const $metadata = {}
const metric = (name: string, dimensions: Record<string, string> = { Service: 'checkout' }, more = {}) =>
  JSON.stringify({ namespace: 'Fleet', metric: name, dimensions, ...more })

/** The value of every minute, by metric. Errors are written only when there are some, as load balancers do. */
const minutes: Readonly<Record<string, (minute: number) => number | undefined>> = {
  Requests: () => 50,
  Idle: () => 0,
  Errors: (minute) => (minute === 1 ? 2 : undefined),
  Odd: () => Number.NaN,
}

function results({ MetricDataQueries = [], StartTime, EndTime }: GetMetricDataCommandInput): MetricDataResult[] {
  const [startMs, endMs] = [StartTime?.getTime() ?? 0, EndTime?.getTime() ?? 0]
  return MetricDataQueries.map(({ Id = '', MetricStat }) => {
    const { MetricName = '', Dimensions = [] } = MetricStat?.Metric ?? {}
    const known = Dimensions[0]?.Value === 'checkout' ? minutes[MetricName] : undefined
    const points: [Date, number][] = []
    for (let atMs = startMs; atMs < endMs; atMs += minuteMs) {
      const value = known?.(atMs / minuteMs)
      if (value !== undefined) points.push([new Date(atMs), value])
    }
    const [Timestamps, Values] = [points.map(([time]) => time), points.map(([, value]) => value)]
    return { Id, StatusCode: 'Complete', Timestamps, Values }
  })
}

type Page = Omit<GetMetricDataCommandOutput, '$metadata'>

function mocked(
  answer: (input: GetMetricDataCommandInput) => Page = (input) => ({ MetricDataResults: results(input) }),
) {
  const client = new CloudWatchClient({ region: 'eu-west-1' })
  const mock = mockClient(client)
  mock.on(GetMetricDataCommand).callsFake((input) => ({ $metadata, ...answer(input) }))
  mock.on(ListMetricsCommand).callsFake(({ MetricName }) => ({
    $metadata,
    Metrics: minutes[MetricName] ? [{ MetricName, Dimensions: [{ Name: 'Service', Value: 'checkout' }] }] : [],
  }))
  return { mock, metrics: new CloudWatchMetrics(client) }
}

describeMetrics('CloudWatchMetrics', async () => {
  const failing = await startFailingSource()
  return {
    metrics: mocked().metrics,
    startMs: 0,
    endMs: 3 * minuteMs,
    present: { expression: metric('Requests'), low: 150, high: 150 },
    zero: metric('Idle'),
    absent: metric('NoSuchMetric'),
    wrongDimension: metric('Requests', { Service: 'nobody' }),
    malformed: metric('Requests', {}, { stat: 'p99' }),
    notANumber: metric('Odd'),
    failing: (failure) =>
      new CloudWatchMetrics(
        new CloudWatchClient({
          region: 'eu-west-1',
          endpoint: failure === 'down' ? nobody : `${failing.url}/${failure}`,
          credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: credential },
          maxAttempts: 1,
        }),
        { timeoutMs: 500 },
      ),
    stop: failing.stop,
  }
})

async function readOne(expression: string, answer?: Parameters<typeof mocked>[0], endMs = 3 * minuteMs) {
  const [reading] = await mocked(answer).metrics.read([{ id: 'a', expression, startMs: 0, endMs }])
  return reading
}

const paged = (input: GetMetricDataCommandInput): Page => {
  const [result] = results(input)
  const half = input.NextToken === undefined ? [0, 1] : [1]
  const part = (list: readonly unknown[] = []) => list.slice(...half) as never
  return {
    MetricDataResults: [
      {
        ...result,
        StatusCode: input.NextToken ? 'Complete' : 'PartialData',
        Timestamps: part(result?.Timestamps),
        Values: part(result?.Values),
      },
    ],
    ...(input.NextToken === undefined && { NextToken: 'more' }),
  }
}
const withStatus =
  (StatusCode: 'PartialData' | 'InternalError' | 'Forbidden') => (input: GetMetricDataCommandInput) => ({
    MetricDataResults: results(input).map((result) => ({ ...result, StatusCode })),
  })

test('only whole periods inside the window are asked for', async () => {
  const { mock, metrics } = mocked()
  const [reading] = await metrics.read([{ id: 'a', expression: metric('Requests'), startMs: 1, endMs: 179_999 }])
  expect(reading).toEqual({ id: 'a', kind: 'delta', points: [{ startMs: minuteMs, endMs: 2 * minuteMs, value: 50 }] })
  const [call] = mock.commandCalls(GetMetricDataCommand)
  expect(call?.args[0].input).toMatchObject({ StartTime: new Date(minuteMs), EndTime: new Date(2 * minuteMs) })
  const [short] = await metrics.read([{ id: 'b', expression: metric('Requests'), startMs: 1, endMs: 119_999 }])
  expect(short).toMatchObject({ kind: 'missing', reason: 'no-data' })
})

test('501 queries are two calls, and two windows are two', async () => {
  const { mock, metrics } = mocked()
  const queries = Array.from({ length: 501 }, (_, index) => {
    return { id: `i${index}`, expression: metric('Requests'), startMs: 0, endMs: minuteMs }
  })
  const readings = await metrics.read(queries)
  expect(readings.filter(({ kind }) => kind === 'delta')).toHaveLength(501)
  const sizes = mock.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input.MetricDataQueries?.length)
  expect(sizes).toEqual([500, 1])
  await metrics.read(queries.slice(0, 2).map((query, index) => ({ ...query, endMs: minuteMs * (index + 1) })))
  expect(mock.commandCalls(GetMetricDataCommand)).toHaveLength(4)
})

test('pages are put together, and PartialData before the last page is none', async () => {
  expect(await readOne(metric('Requests'), paged)).toMatchObject({ kind: 'delta', points: { length: 3 } })
})

test('pages without end are given up as partial', async () => {
  const reading = await readOne(metric('Requests'), (input) => ({ ...paged(input), NextToken: 'more' }))
  expect(reading).toMatchObject({ kind: 'missing', reason: 'partial' })
})

test.each([
  ['PartialData', 'partial'],
  ['InternalError', 'source-down'],
  ['Forbidden', 'source-down'],
] as const)('the status %s is %s, whatever values come with it', async (status, reason) => {
  expect(await readOne(metric('Requests'), withStatus(status))).toMatchObject({ kind: 'missing', reason })
})

test('a remark on the whole call makes every reading partial', async () => {
  const Messages = [{ Code: 'MaxMetricsExceeded', Value: 'too many' }]
  const reading = await readOne(metric('Requests'), (input) => ({ MetricDataResults: results(input), Messages }))
  expect(reading).toMatchObject({ reason: 'partial', detail: 'MaxMetricsExceeded: too many' })
})

test('a period without data makes the reading partial', async () => {
  expect(await readOne(metric('Errors'))).toMatchObject({ reason: 'partial', detail: '1 of 3 periods have data' })
})

test('where a witness has data, a period without data is 0; where it has none, it is not', async () => {
  const points = [0, 2, 0].map((value, minute) => {
    return { startMs: minute * minuteMs, endMs: (minute + 1) * minuteMs, value }
  })
  const witnessed = metric('Errors', undefined, { absentIsZeroWhere: 'Requests' })
  expect(await readOne(witnessed)).toEqual({ id: 'a', kind: 'delta', points })
  const unwitnessed = metric('Errors', undefined, { absentIsZeroWhere: 'NoSuchMetric' })
  expect(await readOne(unwitnessed)).toMatchObject({ reason: 'partial' })
  const nothing = metric('Errors', { Service: 'nobody' }, { absentIsZeroWhere: 'Requests' })
  expect(await readOne(nothing)).toMatchObject({ reason: 'wrong-dimension' })
})

test('one query that CloudWatch refuses does not take the others with it', async () => {
  const refusing = (input: GetMetricDataCommandInput) => {
    if (JSON.stringify(input.MetricDataQueries).includes('Cursed'))
      throw Object.assign(new Error('no'), { name: 'ValidationError' })
    return { MetricDataResults: results(input) }
  }
  const names = ['Requests', 'Requests', 'Cursed', 'Requests', 'Idle']
  const queries = names.map((name, index) => ({
    id: `${index}`,
    expression: metric(name),
    startMs: 0,
    endMs: minuteMs,
  }))
  const readings = await mocked(refusing).metrics.read(queries)
  const kinds = Object.fromEntries(readings.map((reading) => [reading.id, reading.kind]))
  expect(kinds).toEqual({ 0: 'delta', 1: 'delta', 2: 'missing', 3: 'delta', 4: 'delta' })
  expect(readings.find(({ id }) => id === '2')).toMatchObject({ reason: 'bad-query' })
})

test.each([
  ['ThrottlingException', 'throttled'],
  ['RequestLimitExceeded', 'throttled'],
  ['AccessDeniedException', 'source-down'],
  ['InternalServiceFault', 'source-down'],
  ['InvalidParameterCombinationException', 'bad-query'],
])('the error %s is %s', async (name, reason) => {
  const failing = () => {
    throw Object.assign(new Error('why'), { name })
  }
  expect(await readOne(metric('Requests'), failing)).toMatchObject({ kind: 'missing', reason })
})

test.each([
  ['no JSON', 'AWS/EC2 CPUUtilization'],
  ['an average', metric('Requests', {}, { stat: 'Average' })],
  ['a period of 45 s', metric('Requests', {}, { periodSec: 45 })],
  ['an unknown field', metric('Requests', {}, { unit: 'Count' })],
])('%s is refused before CloudWatch is asked', async (_, expression) => {
  const { mock, metrics } = mocked()
  const [reading] = await metrics.read([{ id: 'a', expression, startMs: 0, endMs: minuteMs }])
  expect(reading).toMatchObject({ reason: 'bad-query' })
  expect(mock.calls()).toHaveLength(0)
})
