/** CloudWatch's alarms as EventBridge events and as Lambda alarm actions: metric, math, anomaly and composite. */
import * as z from 'zod'
import { secondMs } from '../clock.ts'
import { ignored, type Normalised, readPayload, type Signal, type SignalState, signals, timeSchema } from './signal.ts'

const stateSchema = z.object({
  value: z.string(),
  reason: z.string().default(''),
  timestamp: timeSchema,
  actionsSuppressedBy: z.string().optional(),
})

const metricSchema = z.object({
  expression: z.string().optional(),
  metricStat: z
    .object({
      metric: z.object({
        namespace: z.string().optional(),
        name: z.string().optional(),
        dimensions: z.record(z.string(), z.string()).default({}),
      }),
      period: z.number().positive().optional(),
    })
    .optional(),
})

const detailSchema = z.object({
  alarmName: z.string().min(1),
  operation: z.string().optional(),
  state: stateSchema,
  configuration: z
    .object({
      description: z.string().optional(),
      alarmRule: z.string().optional(),
      metrics: z.array(metricSchema).default([]),
    })
    .prefault({}),
})
type Detail = z.infer<typeof detailSchema>

const eventSchema = z.object({
  'detail-type': z.string(),
  account: z.string(),
  region: z.string(),
  time: timeSchema,
  resources: z.array(z.string()).default([]),
  detail: detailSchema,
})

const actionSchema = z.object({
  alarmArn: z.string(),
  accountId: z.string(),
  region: z.string(),
  time: timeSchema,
  alarmData: detailSchema,
})

/** `CloudWatch Alarm State Change`, and the deletion of an alarm, which ends what it reported. */
export function normaliseCloudWatchEvent(payload: unknown): Normalised {
  return readPayload(eventSchema, payload, (event) => {
    const arn = event.resources[0] ?? alarmArn(event.region, event.account, event.detail.alarmName)
    const place = { arn, account: event.account, region: event.region }
    if (event['detail-type'] === 'CloudWatch Alarm State Change') return signals(toSignal(event.detail, place))
    if (event['detail-type'] === 'CloudWatch Alarm Configuration Change' && event.detail.operation === 'delete')
      return signals(deleted(event.detail, place, event.time))
    return ignored('alarm-configuration-changed')
  })
}

/** The Lambda function as an alarm's action: the same facts in another envelope. */
export function normaliseCloudWatchAction(payload: unknown): Normalised {
  return readPayload(actionSchema, payload, ({ alarmArn: arn, accountId, region, alarmData }) =>
    signals(toSignal(alarmData, { arn, account: accountId, region })),
  )
}

export const alarmArn = (region: string, account: string, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`

const states: Readonly<Record<string, SignalState>> = { ALARM: 'firing', OK: 'resolved', INSUFFICIENT_DATA: 'unknown' }

/** A state that CloudWatch does not have today is not a good one. */
export const cloudWatchState = (value: string): SignalState => states[value] ?? 'unknown'

interface Place {
  readonly arn: string
  readonly account: string
  readonly region: string
}

function toSignal(detail: Detail, { arn, account, region }: Place): Signal {
  const { alarmName, state, configuration } = detail
  const stats = configuration.metrics.flatMap((metric) => metric.metricStat ?? [])
  const dimensions = Object.assign({}, ...stats.map((stat) => stat.metric.dimensions)) as Record<string, string>
  const first = stats[0]
  const isComposite = configuration.alarmRule !== undefined
  const labels: Record<string, string> = {
    ...dimensions,
    account,
    region,
    kind: isComposite ? 'composite' : kindOf(configuration.metrics),
    ...(first?.metric.namespace !== undefined && { namespace: first.metric.namespace }),
    ...(first?.metric.name !== undefined && { metric: first.metric.name }),
  }
  const service = serviceOf(alarmName, labels)
  return {
    source: 'cloudwatch',
    sourceKey: arn,
    ...(service !== undefined && { service }),
    name: alarmName,
    labels,
    state: cloudWatchState(state.value),
    sourceTimeMs: state.timestamp,
    // A composite alarm in its wait period changes again at its end, in the same state: the later one counts.
    sequence: state.actionsSuppressedBy === undefined ? 1 : 0,
    text: [configuration.description, state.reason].filter((part) => part !== undefined && part !== '').join(' — '),
    links: [{ label: 'alarm in CloudWatch', url: consoleUrl(region, alarmName) }],
    ...(first?.period !== undefined && { evaluationMs: first.period * secondMs }),
    ...levelOf(alarmName),
  }
}

function kindOf(metrics: Detail['configuration']['metrics']): string {
  if (metrics.some((metric) => metric.expression?.startsWith('ANOMALY_DETECTION_BAND'))) return 'anomaly'
  return metrics.some((metric) => metric.expression !== undefined) ? 'math' : 'metric'
}

function deleted(detail: Detail, place: Place, timeMs: number): Signal {
  const signal = toSignal(detail, place)
  return {
    ...signal,
    state: 'resolved',
    sourceTimeMs: timeMs,
    sequence: 2,
    text: `The alarm ${detail.alarmName} was deleted.`,
  }
}

/** Alarms that Houston's own catalogue made are named `houston/<service>/<alarm>/<level>`. */
const ownName = /^houston\/([a-z0-9-]+)\/[a-z0-9-]+\/(alert|critical)$/

export function serviceOf(alarmName: string, labels: Readonly<Record<string, string>>): string | undefined {
  return ownName.exec(alarmName)?.[1] ?? labels.service ?? labels.Service ?? labels.ServiceName ?? labels.FunctionName
}

export function levelOf(alarmName: string): Pick<Signal, 'severityHint'> {
  const level = ownName.exec(alarmName)?.[2]
  return level === undefined ? {} : { severityHint: level === 'critical' ? 'critical' : 'warning' }
}

export const consoleUrl = (region: string, alarmName: string): string =>
  `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(alarmName)}`
