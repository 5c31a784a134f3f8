/** Subscribers of the table's stream: filtered, halved on errors, with a dead-letter queue and a watch on how far they lag. */
import { topology } from '../topology.ts'
import { makeAlarm } from './alarm.ts'
import type { Functions } from './function.ts'
import { tags } from './naming.ts'
import { deadLetterQueue } from './queue.ts'

export function makeStreams(table: aws.dynamodb.Table, functions: Functions): void {
  for (const { name, function: functionName, batchSize, filter, attempts } of topology.streams) {
    const queue = deadLetterQueue(name)
    new aws.lambda.EventSourceMapping(`${name}Stream`, {
      eventSourceArn: table.streamArn,
      functionName: functions[functionName]?.name ?? '',
      startingPosition: 'TRIM_HORIZON',
      batchSize,
      maximumRetryAttempts: attempts,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
      filterCriteria: { filters: [{ pattern: JSON.stringify(filter) }] },
      destinationConfig: { onFailure: { destinationArn: queue.arn } },
      tags,
    })
    makeAlarm({
      name: `${name}-lag`,
      description: `${name} lags behind the table by more than a minute: events go out late.`,
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensions: { FunctionName: functions[functionName]?.name ?? '' },
      statistic: 'Maximum',
      threshold: 60_000,
      periodSec: 60,
      periods: 3,
    })
  }
}
