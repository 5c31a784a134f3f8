/** The catalogue as CloudWatch alarms: plain data in the shape of PutMetricAlarm, for the infrastructure to deploy. */
import { minuteMs, secondMs } from '../clock.ts'
import { alarmsOf, type CatalogueAlarm, type ServiceBaselines } from './catalogue.ts'

export interface CloudWatchMetric {
  readonly namespace: string
  readonly metricName: string
  /** The dimension that holds the service's name. */
  readonly dimension: string
  readonly statistic: string
  /** What one of Houston's units is in the metric's own: 0.001 where that counts seconds and Houston milliseconds. */
  readonly scale?: number
}

/** Houston's own metrics, published by the OpenTelemetry collector under one namespace; `measures` may name any others. */
const published = (metricName: string, statistic: string, scale?: number): CloudWatchMetric => ({
  namespace: 'Houston/Service',
  metricName,
  dimension: 'ServiceName',
  statistic,
  ...(scale !== undefined && { scale }),
})

export const cloudWatchMeasures: Readonly<Record<string, CloudWatchMetric>> = {
  'cpu-percent': { namespace: 'AWS/ECS', metricName: 'CPUUtilization', dimension: 'ServiceName', statistic: 'Average' },
  'memory-percent': {
    namespace: 'AWS/ECS',
    metricName: 'MemoryUtilization',
    dimension: 'ServiceName',
    statistic: 'Maximum',
  },
  'disk-percent': published('DiskPercent', 'Maximum'),
  'network-percent': published('NetworkPercent', 'Maximum'),
  'packet-loss-percent': published('PacketLossPercent', 'Maximum'),
  'latency-ms-p99': published('LatencyMs', 'p99'),
  'error-percent': published('ErrorPercent', 'Average'),
  'requests-per-second': published('RequestsPerSecond', 'Average'),
  'availability-percent': published('AvailabilityPercent', 'Average'),
  'conversion-percent': published('ConversionPercent', 'Average'),
  'revenue-usd-per-hour': published('RevenueUsdPerHour', 'Average'),
}

export interface CloudWatchAlarm {
  readonly AlarmName: string
  readonly AlarmDescription: string
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[]
  readonly Statistic?: string
  readonly ExtendedStatistic?: string
  readonly Period: number
  readonly EvaluationPeriods: number
  readonly DatapointsToAlarm: number
  readonly Threshold: number
  readonly ComparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold'
  readonly TreatMissingData: 'breaching' | 'missing'
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[]
}

const periodMs = minuteMs

function toAlarm(alarm: CatalogueAlarm, metric: CloudWatchMetric): CloudWatchAlarm {
  // "At once" is one period: CloudWatch sees nothing sooner.
  const periods = Math.max(1, Math.round(alarm.forMs / periodMs))
  const isPercentile = /^p\d/.test(metric.statistic)
  return {
    AlarmName: alarm.name,
    AlarmDescription: `${alarm.service}: ${alarm.entry.summary}. Target: ${alarm.entry.target}.`,
    Namespace: metric.namespace,
    MetricName: metric.metricName,
    Dimensions: [{ Name: metric.dimension, Value: alarm.service }],
    ...(isPercentile ? { ExtendedStatistic: metric.statistic } : { Statistic: metric.statistic }),
    Period: periodMs / secondMs,
    EvaluationPeriods: periods,
    DatapointsToAlarm: periods,
    Threshold: alarm.threshold * (metric.scale ?? 1),
    ComparisonOperator: alarm.comparison === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    // Where less is worse, nothing at all is the worst of it.
    TreatMissingData: alarm.comparison === 'below' ? 'breaching' : 'missing',
    Tags: [
      { Key: 'houston:service', Value: alarm.service },
      ...(alarm.action === undefined ? [] : [{ Key: 'houston:action', Value: alarm.action }]),
    ],
  }
}

export function cloudWatchAlarms(
  service: string,
  baselines: ServiceBaselines = {},
  measures: Readonly<Record<string, CloudWatchMetric>> = cloudWatchMeasures,
): readonly CloudWatchAlarm[] {
  return alarmsOf(service, baselines).flatMap((alarm) => {
    const metric = measures[alarm.measure]
    return metric === undefined ? [] : [toAlarm(alarm, metric)]
  })
}
