/** The single table's shape: one partition and sort key, two overloaded global indexes, a TTL attribute. Both engines create it from this. */
import { Table } from 'dynamodb-toolbox/table'

export const indexNames = ['gsi1', 'gsi2'] as const
export type IndexName = (typeof indexNames)[number]

export const tableLayout = {
  pk: 'pk',
  sk: 'sk',
  indexes: indexNames.map((name) => ({ name, pk: `${name}pk`, sk: `${name}sk` })),
  /** Unix seconds, as DynamoDB wants it. */
  ttl: 'expiresAtSec',
} as const

const key = (name: string) => ({ name, type: 'string' as const })

/** The layout as dynamodb-toolbox knows it. The real table's name is the adapter's business: it replaces this one on every request. */
export const table = new Table({
  name: 'houston',
  partitionKey: key('pk'),
  sortKey: key('sk'),
  indexes: {
    gsi1: { type: 'global', partitionKey: key('gsi1pk'), sortKey: key('gsi1sk') },
    gsi2: { type: 'global', partitionKey: key('gsi2pk'), sortKey: key('gsi2sk') },
  },
})
