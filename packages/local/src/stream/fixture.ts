/** What the tests of the stream share: a real engine, a stopped clock and a function that answers as it is told. */
import { join } from 'node:path'
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Json } from '@houston/core/json.ts'
import { type Database, openDatabase } from '../database.ts'
import { clientFor, plainTable, temporaryDirectory } from '../dynamodb/fixture.ts'
import { DynamoProtocol, type DynamoServer, ensureTable, startDynamo } from '../dynamodb/index.ts'
import type { InvokeResult, Invoker } from '../invoker.ts'
import { RuntimeClock } from '../timers.ts'
import type { StreamRecord } from './record.ts'
import { SettlingActivity } from './settling-activity.ts'
import { TableStream, type TableStreamOptions } from './table-stream.ts'

export const startMs = Date.UTC(2026, 0, 2, 3, 4, 5)
export const returned = (payload: Json = null): InvokeResult => ({ kind: 'returned', payload })
export const failed = (errorMessage: string): InvokeResult => ({ kind: 'failed', errorType: 'Error', errorMessage })

/** The partition keys of a batch: what most tests look at. */
export const keysOf = (records: readonly StreamRecord[]): string[] =>
  records.map((record) => (record.dynamodb.Keys.pk as { S: string }).S)

export class ScriptedFunction implements Invoker {
  readonly batches: StreamRecord[][] = []
  answer: (records: StreamRecord[]) => InvokeResult | Promise<InvokeResult> = () => returned()

  async invoke(_functionName: string, payload: Json): Promise<InvokeResult> {
    const { Records } = payload as unknown as { Records: StreamRecord[] }
    this.batches.push(Records)
    return this.answer(Records)
  }

  get keys(): string[][] {
    return this.batches.map(keysOf)
  }
}

/** A runtime's worth of parts around one table. */
export class StreamBench {
  readonly function = new ScriptedFunction()
  readonly activity = new SettlingActivity()
  readonly clock = new RuntimeClock({ speed: 0, originMs: startMs, realOriginMs: 0, activity: this.activity })
  readonly server: DynamoServer
  readonly dynamo: DynamoProtocol
  readonly client: DynamoDBClient
  database: Database = openDatabase(':memory:')
  readonly #directory: { remove: () => void }
  #streams: TableStream[] = []

  private constructor(server: DynamoServer, directory: { remove: () => void }) {
    this.server = server
    this.#directory = directory
    this.dynamo = new DynamoProtocol(server.url)
    this.client = clientFor(server.url, { maxAttempts: 10 })
  }

  static async open(): Promise<StreamBench> {
    const directory = temporaryDirectory()
    const server = await startDynamo({ dbPath: join(directory.path, 'dynamodb.db'), environment: {} })
    const bench = new StreamBench(server, directory)
    await ensureTable(bench.dynamo, plainTable)
    return bench
  }

  stream(options: Partial<TableStreamOptions> = {}): TableStream {
    const { dynamo, database, activity, clock, server } = this
    const stream = new TableStream({
      tableName: 'houston',
      dynamo,
      dbPath: server.dbPath,
      database,
      invoker: this.function,
      timers: clock,
      activity,
      ...options,
    })
    this.#streams.push(stream)
    return stream
  }

  async put(pk: string, rest: Record<string, { S: string } | { N: string } | { B: Uint8Array }> = {}): Promise<void> {
    await this.client.send(
      new PutItemCommand({ TableName: 'houston', Item: { pk: { S: pk }, sk: { S: 'a' }, ...rest } }),
    )
  }

  async delete(pk: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: 'houston', Key: { pk: { S: pk }, sk: { S: 'a' } } }))
  }

  async close(): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream.stop()))
    this.clock.close()
    this.dynamo.close()
    this.client.destroy()
    await this.server.stop()
    this.database.close()
    this.#directory.remove()
  }
}
