/** The single table: on demand, encrypted, recoverable to any second, streamed. */
import { tableLayout } from '@houston/core/table-layout.ts'
import { isProduction, nameOf, tags } from './naming.ts'

const text = (name: string) => ({ name, type: 'S' })

export function makeTable() {
  const { pk, sk, indexes, ttl } = tableLayout
  return new aws.dynamodb.Table(
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
      tags,
    },
    { retainOnDelete: isProduction },
  )
}
