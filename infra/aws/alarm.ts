/** Alarms on the plane itself. They go to a topic that needs no Houston: who watches the watchman. */
import { fallbackTopic } from './fallback.ts'
import { nameOf, tags } from './naming.ts'

export interface AlarmFacts {
  readonly name: string
  readonly description: string
  readonly namespace: string
  readonly metricName: string
  readonly dimensions: Record<string, $util.Input<string>>
  readonly statistic: 'Sum' | 'Maximum' | 'Average'
  readonly threshold: number
  readonly periodSec: number
  readonly periods: number
  /** What no data means: `breaching` where silence itself is the fault. */
  readonly missing?: 'notBreaching' | 'breaching'
}

export function makeAlarm({
  name,
  description,
  namespace,
  metricName,
  dimensions,
  statistic,
  threshold,
  periodSec,
  periods,
  missing = 'notBreaching',
}: AlarmFacts): void {
  const target = fallbackTopic().arn
  new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
    name: nameOf(name),
    alarmDescription: description,
    namespace,
    metricName,
    dimensions,
    statistic,
    comparisonOperator: missing === 'breaching' ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
    threshold,
    period: periodSec,
    evaluationPeriods: periods,
    treatMissingData: missing,
    alarmActions: [target],
    okActions: [target],
    tags,
  })
}

export const deadLetterAlarm = (name: string, queueName: $util.Input<string>): void =>
  makeAlarm({
    name: `${name}-dead-letters`,
    description: `Something could not be delivered by ${name}. Look at the queue, mend the cause, redrive.`,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queueName },
    statistic: 'Maximum',
    threshold: 1,
    periodSec: 60,
    periods: 1,
  })
