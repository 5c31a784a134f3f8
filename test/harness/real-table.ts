/** The real table port on a DynamoDB of its own, in a directory of its own: one per test file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { DynamoTable } from '../../packages/core/src/aws/table.ts'
import type { TableStore } from '../../packages/core/src/port/table.ts'
import { seededRandom } from '../../packages/core/src/random.ts'
import { type FaultCounts, type FaultRates, injectFaults } from '../../packages/local/src/dynamodb/fault-injector.ts'
import { DynamoProtocol, ensureTable, localRegion, startDynamo } from '../../packages/local/src/dynamodb/index.ts'
import { tableDefinition } from '../../packages/local/src/runtime/table.ts'

export interface RealTable {
  readonly store: TableStore
  readonly document: DynamoDBDocumentClient
  readonly tableName: string
  /** The same table seen through a network that does what `rates` say. */
  faulty(
    rates: FaultRates | (() => FaultRates),
    maxAttempts?: number,
  ): { readonly store: TableStore; readonly counts: FaultCounts }
  stop(): Promise<void>
}

export async function startRealTable(): Promise<RealTable> {
  const directory = mkdtempSync(join(tmpdir(), 'houston-table-'))
  const server = await startDynamo({ dbPath: join(directory, 'table.db'), environment: {} })
  const protocol = new DynamoProtocol(server.url)
  await ensureTable(protocol, tableDefinition)
  protocol.close()
  const { tableName } = tableDefinition
  const connect = (maxAttempts: number): DynamoDBClient =>
    new DynamoDBClient({
      endpoint: server.url,
      region: localRegion,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts,
    })
  const documentOf = (client: DynamoDBClient): DynamoDBDocumentClient =>
    DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  const document = documentOf(connect(4))
  return {
    store: new DynamoTable(document, tableName),
    document,
    tableName,
    faulty: (rates, maxAttempts = 4) => {
      const client = connect(maxAttempts)
      const counts = injectFaults(client, rates, seededRandom(1))
      return { store: new DynamoTable(documentOf(client), tableName), counts }
    },
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
