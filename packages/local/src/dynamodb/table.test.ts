/** Tables from plain data, against the real engine. */
import { join } from 'node:path'
import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import type { JsonObject } from '@houston/core/json.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientFor, plainTable, temporaryDirectory } from './fixture.ts'
import { DynamoProtocol } from './protocol.ts'
import { type DynamoServer, startDynamo } from './server.ts'
import { ensureTable } from './table.ts'

const directory = temporaryDirectory()
let server: DynamoServer
let dynamo: DynamoProtocol

beforeAll(async () => {
  server = await startDynamo({ dbPath: join(directory.path, 'dynamodb.db'), environment: {} })
  dynamo = new DynamoProtocol(server.url)
})

afterAll(async () => {
  dynamo.close()
  await server.stop()
  directory.remove()
})

test('creates the table with its index, stream and time to live, and changes nothing the second time', async () => {
  const first = await ensureTable(dynamo, plainTable)
  expect(first).toEqual({
    created: true,
    addedIndexes: [],
    undeclaredIndexes: [],
    streamArn: expect.stringContaining('table/houston/stream/'),
  })
  expect(await ensureTable(dynamo, plainTable)).toEqual({ ...first, created: false })
  const ttl = await dynamo.call('DescribeTimeToLive', { TableName: 'houston' })
  expect(ttl.TimeToLiveDescription).toEqual({ AttributeName: 'expiresAtSec', TimeToLiveStatus: 'ENABLED' })
})

test('creates one table when two callers come at once', async () => {
  const definition = { ...plainTable, tableName: 'contested' }
  const reports = await Promise.all([ensureTable(dynamo, definition), ensureTable(dynamo, definition)])
  expect(reports.filter((report) => report.created)).toHaveLength(1)
})

test('adds a new index with the items that are there already, and keeps an undeclared one', async () => {
  const definition = { ...plainTable, tableName: 'growing' }
  await ensureTable(dynamo, definition)
  const client = clientFor(server.url)
  const item = { pk: { S: 'a' }, sk: { S: 'b' }, gs2pk: { S: 'x' } }
  await client.send(new PutItemCommand({ TableName: 'growing', Item: item }))
  const grown = { ...definition, indexes: [{ indexName: 'gs2', pk: { name: 'gs2pk', type: 'S' } as const }] }
  expect(await ensureTable(dynamo, grown)).toMatchObject({ addedIndexes: ['gs2'], undeclaredIndexes: ['gs1'] })
  const found = await client.send(
    new QueryCommand({
      TableName: 'growing',
      IndexName: 'gs2',
      KeyConditionExpression: 'gs2pk = :x',
      ExpressionAttributeValues: { ':x': { S: 'x' } },
    }),
  )
  expect(found.Items).toEqual([item])
})

test('enables the stream of a table that was made without one', async () => {
  const { stream: _, ...still } = { ...plainTable, tableName: 'quiet' }
  expect((await ensureTable(dynamo, still)).streamArn).toBeUndefined()
  expect((await ensureTable(dynamo, { ...still, stream: true })).streamArn).toContain('quiet/stream')
})

test('refuses a table and an index whose key has changed', async () => {
  const definition = { ...plainTable, tableName: 'fixed' }
  await ensureTable(dynamo, definition)
  await expect(ensureTable(dynamo, { ...definition, pk: { name: 'id', type: 'S' } })).rejects.toMatchObject({
    code: 'dynamodb.table-changed',
    message: 'Table fixed is declared with key id + sk and exists with key pk + sk.',
  })
  const indexes = [{ indexName: 'gs1', pk: { name: 'other', type: 'S' } as const }]
  await expect(ensureTable(dynamo, { ...definition, indexes })).rejects.toMatchObject({
    code: 'dynamodb.table-changed',
  })
})

test('reports a refusal with its code and an unreachable server as retryable', async () => {
  const missing: JsonObject = { TableName: 'nowhere' }
  await expect(dynamo.call('DescribeTable', missing)).rejects.toMatchObject({
    code: 'dynamodb.request-refused',
    cause: { code: 'ResourceNotFoundException' },
  })
  const nobody = new DynamoProtocol('http://127.0.0.1:1')
  await expect(nobody.call('DescribeTable', missing)).rejects.toMatchObject({ kind: 'retryable' })
})
