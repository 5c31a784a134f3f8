/** The table with its stream and its expiry, from Houston's layout. */

import type { Log } from '@houston/core/port/log.ts'
import { tableLayout } from '@houston/core/table-layout.ts'
import type { Database } from '../database.ts'
import {
  DynamoProtocol,
  type DynamoServer,
  ensureTable,
  type TableDefinition,
  TimeToLiveSweeper,
} from '../dynamodb/index.ts'
import type { Invoker } from '../invoker.ts'
import { type SettlingActivity, TableStream } from '../stream/index.ts'
import type { RuntimeClock } from '../timers.ts'
import { tableName } from './environment.ts'
import { subscriptionsOf, type TopologyData } from './plan.ts'

const text = (name: string) => ({ name, type: 'S' as const })

export const tableDefinition: TableDefinition = {
  tableName,
  pk: text(tableLayout.pk),
  sk: text(tableLayout.sk),
  indexes: tableLayout.indexes.map(({ name, pk, sk }) => ({ indexName: name, pk: text(pk), sk: text(sk) })),
  stream: true,
  ttlAttribute: tableLayout.ttl,
}

export interface TableParts {
  readonly dynamo: DynamoServer
  readonly database: Database
  readonly clock: RuntimeClock
  readonly activity: SettlingActivity
  readonly invoker: Invoker
  readonly streams: TopologyData['streams']
  readonly log: Log
}

export interface RunningTable {
  readonly stream: TableStream
  readonly sweeper: TimeToLiveSweeper
  stop(): Promise<void>
}

export async function openTable({
  dynamo,
  database,
  clock,
  activity,
  invoker,
  streams,
  log,
}: TableParts): Promise<RunningTable> {
  const protocol = new DynamoProtocol(dynamo.url)
  await ensureTable(protocol, tableDefinition)
  const shared = { dynamo: protocol, database, timers: clock, activity, log }
  const sweeper = new TimeToLiveSweeper({ ...shared, tables: [tableDefinition] })
  const isExpiry = sweeper.expiryTest(tableName)
  const stream = new TableStream({ ...shared, tableName, dbPath: dynamo.dbPath, invoker, isExpiry })
  await stream.start(subscriptionsOf({ streams }))
  sweeper.start()
  const stop = async (): Promise<void> => {
    await stream.stop()
    await sweeper.stop()
    protocol.close()
  }
  return { stream, sweeper, stop }
}
