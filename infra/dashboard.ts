/** Two dashboards, as CloudWatch's JSON: what operators look at, and the plane itself. Every widget comes from the topology. */
import type { Topology } from './topology-types.ts'

export interface DashboardNames {
  readonly region: string
  readonly table: string
  readonly bus: string
  readonly apiId: string
  readonly function: (name: string) => string
  readonly machineArn: (name: string) => string
  readonly deadLetterQueue: (name: string) => string
}

type Metric = readonly [namespace: string, name: string, ...rest: (string | Readonly<Record<string, string>>)[]]

interface Chart {
  readonly title: string
  readonly metrics: readonly Metric[]
  readonly stat?: 'Sum' | 'Maximum' | 'p99' | 'Average'
}

const columns = 3
const width = 24 / columns
const height = 6

function laidOut(charts: readonly Chart[], region: string): string {
  const widgets = charts
    .filter(({ metrics }) => metrics.length > 0)
    .map(({ title, metrics, stat = 'Sum' }, index) => ({
      type: 'metric',
      x: (index % columns) * width,
      y: Math.floor(index / columns) * height,
      width,
      height,
      properties: { title, metrics, stat, region, period: 60, view: 'timeSeries' },
    }))
  return JSON.stringify({ widgets })
}

const machineMetrics = ({ machines }: Topology, names: DashboardNames, metric: string): Metric[] =>
  Object.keys(machines).map((name) => [
    'AWS/States',
    metric,
    'StateMachineArn',
    names.machineArn(name),
    { label: name },
  ])

const functionMetrics = (functions: readonly string[], names: DashboardNames, metric: string): Metric[] =>
  functions.map((name) => ['AWS/Lambda', metric, 'FunctionName', names.function(name), { label: name }])

/** What moves: changes that come in, releases and rollbacks under way, how they end. */
export function operatorsDashboard(topology: Topology, names: DashboardNames): string {
  const reached = [...new Set(topology.routes.map((route) => route.function))]
  const subscribers = topology.rules.flatMap(({ target }) => (target.kind === 'function' ? [target.name] : []))
  return laidOut(
    [
      { title: 'Started', metrics: machineMetrics(topology, names, 'ExecutionsStarted') },
      { title: 'Ended well', metrics: machineMetrics(topology, names, 'ExecutionsSucceeded') },
      { title: 'Failed', metrics: machineMetrics(topology, names, 'ExecutionsFailed') },
      { title: 'How long, in ms', metrics: machineMetrics(topology, names, 'ExecutionTime'), stat: 'p99' },
      { title: 'Webhooks and commands', metrics: functionMetrics(reached, names, 'Invocations') },
      { title: 'Events handled', metrics: functionMetrics([...new Set(subscribers)], names, 'Invocations') },
    ],
    names.region,
  )
}

/** What could keep Houston from its work: errors, throttles, lag, dead letters, the table, the API. */
export function planeDashboard(topology: Topology, names: DashboardNames): string {
  const all = Object.keys(topology.functions)
  const streamed = topology.streams.map((stream) => stream.function)
  const queues = [...topology.rules, ...topology.streams, ...topology.queues].map(({ name }) => name)
  const table = (metric: string): Metric => ['AWS/DynamoDB', metric, 'TableName', names.table]
  const api = (metric: string): Metric => ['AWS/ApiGateway', metric, 'ApiId', names.apiId]
  return laidOut(
    [
      { title: 'Errors', metrics: functionMetrics(all, names, 'Errors') },
      { title: 'Throttles', metrics: functionMetrics(all, names, 'Throttles') },
      { title: 'Duration p99, in ms', metrics: functionMetrics(all, names, 'Duration'), stat: 'p99' },
      {
        title: 'Lag of the table’s stream, in ms',
        metrics: functionMetrics(streamed, names, 'IteratorAge'),
        stat: 'Maximum',
      },
      {
        title: 'Dead letters',
        metrics: queues.map((name) => [
          'AWS/SQS',
          'ApproximateNumberOfMessagesVisible',
          'QueueName',
          names.deadLetterQueue(name),
          { label: name },
        ]),
        stat: 'Maximum',
      },
      {
        title: 'Table',
        metrics: [
          'ConsumedWriteCapacityUnits',
          'ConsumedReadCapacityUnits',
          'WriteThrottleEvents',
          'ReadThrottleEvents',
        ].map(table),
      },
      { title: 'API', metrics: ['Count', '4xx', '5xx'].map(api) },
      { title: 'API latency p99, in ms', metrics: [api('Latency')], stat: 'p99' },
      { title: 'Bus', metrics: [['AWS/Events', 'PutEventsApproximateSuccessCount', 'EventBusName', names.bus]] },
      { title: 'Bus, not delivered', metrics: [['AWS/Events', 'FailedInvocations', 'EventBusName', names.bus]] },
    ],
    names.region,
  )
}
