/** The single table: on demand, encrypted, recoverable to any second, streamed. */
import { tableLayout } from '@houston/core/table-layout.ts'
import { deploymentSettings } from '../settings.ts'
import { makeAlarm } from './alarm.ts'
import { isProduction, nameOf, tags } from './naming.ts'

const text = (name: string) => ({ name, type: 'S' })

export function makeTable() {
  const { pk, sk, indexes, ttl } = tableLayout
  const { replicaRegions } = deploymentSettings(process.env)
  const table = new aws.dynamodb.Table(
    'Table',
    {
      name: nameOf('table'),
      billingMode: 'PAY_PER_REQUEST',
      hashKey: pk,
      rangeKey: sk,
      attributes: [text(pk), text(sk), ...indexes.flatMap((index) => [text(index.pk), text(index.sk)])],
      globalSecondaryIndexes: indexes.map((index) => ({
        name: index.name,
        hashKey: index.pk,
        rangeKey: index.sk,
        projectionType: 'ALL',
      })),
      ttl: { attributeName: ttl, enabled: true },
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: isProduction,
      replicas: replicaRegions.map((regionName) => ({ regionName, pointInTimeRecovery: true, propagateTags: true })),
      tags,
    },
    { retainOnDelete: isProduction },
  )
  watch(table.name)
  return table
}

function watch(tableName: $util.Input<string>): void {
  for (const [name, metricName] of [
    ['table-write-throttles', 'WriteThrottleEvents'],
    ['table-read-throttles', 'ReadThrottleEvents'],
  ] as const)
    makeAlarm({
      name,
      description: `The table refuses requests (${metricName}): a key is hot, or the traffic more than doubled at once.`,
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensions: { TableName: tableName },
      statistic: 'Sum',
      threshold: 10,
      periodSec: 60,
      periods: 3,
    })
}
