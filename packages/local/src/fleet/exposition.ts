/** The router's /metrics page: OpenMetrics 1.0 text. Every series of a version exists from its first instant, at zero. */
import { latencyBoundsSec, type Meter, outcomes } from './meter.ts'

export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

export interface Location {
  readonly region: string
  readonly cell: string
}

export interface InstanceCount extends Location {
  readonly service: string
  readonly version: string
  readonly healthy: number
  readonly unhealthy: number
}

/** Latencies above which a request counts as slow, in seconds: bounds of the histogram. */
const slowAboveSec = [0.05, 0.1, 0.2, 0.5, 1] as const

/** Canonical numbers of OpenMetrics: `1` is written `1.0` in a bucket's bound. */
const boundText = (boundSec: number): string => (Number.isInteger(boundSec) ? `${boundSec}.0` : String(boundSec))

const escapeLabel = (value: string): string =>
  value.replace(/[\\"\n]/g, (letter) => (letter === '\n' ? '\\n' : `\\${letter}`))

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return `{${pairs.join(',')}}`
}

export function exposition(meters: readonly Meter[], instances: readonly InstanceCount[], location: Location): string {
  const lines: string[] = []
  const family = (name: string, type: string, help: string): void => {
    lines.push(`# TYPE ${name} ${type}`, `# HELP ${name} ${help}`)
  }
  const counter = (name: string, help: string, samples: (meter: Meter) => [Record<string, string>, number][]): void => {
    family(name, 'counter', help)
    for (const meter of meters) {
      for (const [extra, value] of samples(meter)) {
        const labels = labelText({ service: meter.service, version: meter.version, ...location, ...extra })
        lines.push(`${name}_total${labels} ${value}`, `${name}_created${labels} ${meter.createdMs / 1_000}`)
      }
    }
  }
  counter('fleet_requests', 'Requests by outcome.', (meter) =>
    outcomes.map((outcome) => [{ outcome }, meter.counts()[outcome]]),
  )
  counter('fleet_slow_requests', 'Requests slower than `over` seconds.', slowSamples)
  counter('fleet_orders', 'Orders taken.', (meter) => [[{}, meter.counts().orders]])
  counter('fleet_order_cents', 'Value of the orders taken.', (meter) => [[{}, meter.counts().orderCents]])
  counter('fleet_auth_failures', 'Requests answered 401 or 403.', (meter) => [[{}, meter.counts().authFailures]])
  family('fleet_request_seconds', 'histogram', 'Latency of requests in seconds.')
  for (const meter of meters) lines.push(...histogramLines(meter, location))
  family('fleet_instances', 'gauge', 'Instances by state.')
  for (const { service, version, healthy, unhealthy } of instances) {
    const labels = { service, version, ...location }
    lines.push(`fleet_instances${labelText({ ...labels, state: 'healthy' })} ${healthy}`)
    lines.push(`fleet_instances${labelText({ ...labels, state: 'unhealthy' })} ${unhealthy}`)
  }
  return `${lines.join('\n')}\n# EOF\n`
}

function slowSamples(meter: Meter): [Record<string, string>, number][] {
  const { cumulative } = meter.latency()
  const total = cumulative.at(-1) ?? 0
  return slowAboveSec.map((boundSec) => {
    const index = latencyBoundsSec.indexOf(boundSec)
    return [{ over: boundText(boundSec) }, total - (cumulative[index] ?? 0)]
  })
}

function histogramLines(meter: Meter, location: Location): string[] {
  const labels = { service: meter.service, version: meter.version, ...location }
  const { cumulative, sumMs } = meter.latency()
  const buckets = cumulative.map((count, index) => {
    const bound = latencyBoundsSec[index]
    const le = bound === undefined ? '+Inf' : boundText(bound)
    return `fleet_request_seconds_bucket${labelText({ ...labels, le })} ${count}`
  })
  const own = labelText(labels)
  return [
    ...buckets,
    `fleet_request_seconds_count${own} ${cumulative.at(-1) ?? 0}`,
    `fleet_request_seconds_sum${own} ${sumMs / 1_000}`,
    `fleet_request_seconds_created${own} ${meter.createdMs / 1_000}`,
  ]
}
