/** The care for dynoxide's file, against the real engine. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '@houston/core/json.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainTable, temporaryDirectory } from './fixture.ts'
import { DynamoProtocol } from './protocol.ts'
import { type DynamoServer, startDynamo } from './server.ts'
import { ensureTable } from './table.ts'
import { trimStream, watchChanges } from './upkeep.ts'

const directory = temporaryDirectory()
const dbPath = join(directory.path, 'dynamodb.db')
let server: DynamoServer
let dynamo: DynamoProtocol

beforeAll(async () => {
  server = await startDynamo({ dbPath, environment: {} })
  dynamo = new DynamoProtocol(server.url)
  await ensureTable(dynamo, plainTable)
})

afterAll(async () => {
  dynamo.close()
  await server.stop()
  directory.remove()
})

const put = (pk: string): Promise<JsonObject> =>
  dynamo.call('PutItem', { TableName: 'houston', Item: { pk: { S: pk }, sk: { S: 'a' } } })

function query(sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(dbPath, { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

test.each([
  "select coalesce(max(CAST(sequence_number AS INTEGER)), 0) + 1 from _stream_records where table_name = 'houston'",
  `select event_name from _stream_records where table_name = 'houston' and shard_id = 's' and CAST(sequence_number AS INTEGER) > 5
   order by CAST(sequence_number AS INTEGER) asc limit 9`,
])("lets SQLite answer dynoxide's own stream queries from the index", (sql) => {
  const plan = query(`explain query plan ${sql}`).map((row) => String(row.detail))
  expect(plan).toEqual([expect.stringMatching(/USING (COVERING )?INDEX houston_stream_position/)])
})

test('trims what is done and old, and keeps the newest record so that counting goes on', async () => {
  for (let number = 0; number < 12; number++) await put(`k${number}`)
  const sequences = (): number[] =>
    query('select sequence_number from _stream_records').map((row) => Number(row.sequence_number))
  const futureSec = Math.floor(Date.now() / 1_000) + 60
  expect(trimStream(dbPath, 'houston', 12, futureSec - 3_600)).toBe(0)
  expect(trimStream(dbPath, 'houston', 9, futureSec)).toBe(9)
  expect(sequences()).toEqual([10, 11, 12])
  expect(trimStream(dbPath, 'houston', 12, futureSec)).toBe(2)
  expect(sequences()).toEqual([12])
  await put('next')
  expect(sequences()).toEqual([12, 13])
})

test('notices a commit as soon as the write is answered, and nothing else', async () => {
  const watch = watchChanges(dbPath)
  expect(watch.changed()).toBe(true)
  for (let round = 0; round < 20; round++) {
    expect(watch.changed()).toBe(false)
    await put(`round-${round}`)
    expect(watch.changed()).toBe(true)
    await dynamo.call('GetItem', { TableName: 'houston', Key: { pk: { S: 'next' }, sk: { S: 'a' } } })
  }
  watch.close()
})
