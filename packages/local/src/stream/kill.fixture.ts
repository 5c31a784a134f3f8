/** A runtime of its own process for the test that kills it: writes without end, and notes what was acknowledged and what was delivered. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Json } from '@houston/core/json.ts'
import { openDatabase } from '../database.ts'
import { clientFor, plainTable } from '../dynamodb/fixture.ts'
import { DynamoProtocol, ensureTable, startDynamo } from '../dynamodb/index.ts'
import { RuntimeClock } from '../timers.ts'
import { keysOf, returned } from './fixture.ts'
import type { StreamRecord } from './record.ts'
import { SettlingActivity } from './settling-activity.ts'
import { TableStream } from './table-stream.ts'

const [directory = '', life = '', writes = '0'] = process.argv.slice(2)
const note = (file: string, key: string): void => appendFileSync(join(directory, file), `${key}\n`)

const server = await startDynamo({ dbPath: join(directory, 'dynamodb.db'), environment: {} })
const dynamo = new DynamoProtocol(server.url)
await ensureTable(dynamo, plainTable)
const activity = new SettlingActivity()
const nowMs = Date.now()
const timers = new RuntimeClock({ speed: 1, originMs: nowMs, realOriginMs: nowMs, activity })
const database = openDatabase(join(directory, 'runtime.db'))
const invoker = {
  invoke: async (_name: string, payload: Json) => {
    for (const key of keysOf((payload as unknown as { Records: StreamRecord[] }).Records)) note('delivered', key)
    return returned()
  },
}
const stream = new TableStream({
  tableName: 'houston',
  dynamo,
  dbPath: server.dbPath,
  database,
  invoker,
  timers,
  activity,
})
await stream.start([{ name: 's', functionName: 'f', batchSize: 3 }])
const client = clientFor(server.url, { maxAttempts: 10 })
for (let number = 0; number < Number(writes); number++) {
  const key = `${life}-${number}`
  await client.send(new PutItemCommand({ TableName: 'houston', Item: { pk: { S: key }, sk: { S: 'a' } } }))
  note('acknowledged', key)
}
await activity.idle()
timers.close()
await stream.stop()
await server.stop()
