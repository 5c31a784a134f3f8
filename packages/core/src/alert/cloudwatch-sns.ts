/** CloudWatch's alarms as Amazon SNS carries them: the message of a notification whose signature was verified before. */
import * as z from 'zod'
import { secondMs } from '../clock.ts'
import { alarmArn, cloudWatchState, consoleUrl, levelOf, serviceOf } from './cloudwatch.ts'
import { invalid, type Normalised, readPayload, signals, timeSchema } from './signal.ts'

const dimensionSchema = z.object({ name: z.string(), value: z.string() })
const metricSchema = z.object({
  MetricStat: z
    .object({
      Metric: z.object({
        MetricName: z.string().optional(),
        Namespace: z.string().optional(),
        Dimensions: z.array(dimensionSchema).default([]),
      }),
    })
    .optional(),
})

const messageSchema = z.object({
  AlarmName: z.string().min(1),
  AlarmDescription: z.string().nullish(),
  AWSAccountId: z.string(),
  NewStateValue: z.string(),
  NewStateReason: z.string().default(''),
  StateChangeTime: timeSchema,
  Region: z.string().default(''),
  AlarmArn: z.string().optional(),
  AlarmRule: z.string().optional(),
  Trigger: z
    .object({
      MetricName: z.string().optional(),
      Namespace: z.string().optional(),
      Dimensions: z.array(dimensionSchema).default([]),
      Period: z.number().positive().optional(),
      Metrics: z.array(metricSchema).default([]),
    })
    .optional(),
})

/** `message` is the notification's `Message`: a text of JSON. */
export function normaliseCloudWatchSns(message: unknown): Normalised {
  if (typeof message !== 'string') return readPayload(messageSchema, message, toSignals)
  try {
    return readPayload(messageSchema, JSON.parse(message), toSignals)
  } catch {
    return invalid('Message: is no JSON')
  }
}

function toSignals(alarm: z.infer<typeof messageSchema>): Normalised {
  const { Trigger: trigger } = alarm
  const stats = trigger?.Metrics.flatMap((metric) => metric.MetricStat?.Metric ?? []) ?? []
  const dimensions = [...(trigger?.Dimensions ?? []), ...stats.flatMap((stat) => stat.Dimensions)]
  const namespace = trigger?.Namespace ?? stats[0]?.Namespace
  const metric = trigger?.MetricName ?? stats[0]?.MetricName
  // SNS gives the region's name in words ("US East (N. Virginia)"); its code stands in the ARN.
  const region = alarm.AlarmArn?.split(':')[3] ?? alarm.Region
  const labels: Record<string, string> = {
    ...Object.fromEntries(dimensions.map(({ name, value }) => [name, value])),
    account: alarm.AWSAccountId,
    region,
    kind: alarm.AlarmRule === undefined ? (stats.length > 0 ? 'math' : 'metric') : 'composite',
    ...(namespace !== undefined && { namespace }),
    ...(metric !== undefined && { metric }),
  }
  const service = serviceOf(alarm.AlarmName, labels)
  return signals({
    source: 'cloudwatch',
    sourceKey: alarm.AlarmArn ?? alarmArn(region, alarm.AWSAccountId, alarm.AlarmName),
    ...(service !== undefined && { service }),
    name: alarm.AlarmName,
    labels,
    state: cloudWatchState(alarm.NewStateValue),
    sourceTimeMs: alarm.StateChangeTime,
    sequence: 1,
    text: [alarm.AlarmDescription, alarm.NewStateReason].filter((part) => part != null && part !== '').join(' — '),
    links: [{ label: 'alarm in CloudWatch', url: consoleUrl(region, alarm.AlarmName) }],
    ...(trigger?.Period !== undefined && { evaluationMs: trigger.Period * secondMs }),
    ...levelOf(alarm.AlarmName),
  })
}
