/** The faults look to the SDK like the real ones. */

import { join } from 'node:path'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { seededRandom } from '@houston/core/random.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultCounts, type FaultRates, injectFaults } from './fault-injector.ts'
import { clientFor, plainTable, temporaryDirectory } from './fixture.ts'
import { DynamoProtocol } from './protocol.ts'
import { type DynamoServer, startDynamo } from './server.ts'
import { ensureTable } from './table.ts'

const directory = temporaryDirectory()
let server: DynamoServer

beforeAll(async () => {
  server = await startDynamo({ dbPath: join(directory.path, 'dynamodb.db'), environment: {} })
  const dynamo = new DynamoProtocol(server.url)
  await ensureTable(dynamo, plainTable)
  dynamo.close()
})

afterAll(async () => {
  await server.stop()
  directory.remove()
})

function faulty(rates: FaultRates, seed = 1, maxAttempts = 10) {
  const client = clientFor(server.url, { maxAttempts })
  const counts: FaultCounts = injectFaults(client, rates, seededRandom(seed))
  return { client, counts }
}

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'a' } })
const put = (pk: string) => new PutItemCommand({ TableName: 'houston', Item: key(pk) })

test('throttles so that the SDK tries again, and gives up where it may not', async () => {
  const { client, counts } = faulty({ throttle: 0.4 })
  for (let number = 0; number < 4; number++) await client.send(put(`throttled-${number}`))
  expect(counts.throttle).toBeGreaterThan(0)
  const { client: impatient } = faulty({ throttle: 1 }, 1, 1)
  await expect(impatient.send(put('never'))).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' })
})

test('loses answers of applied requests: an increment is applied twice', async () => {
  let lose = 1
  const client = clientFor(server.url)
  const counts = injectFaults(client, () => ({ loseAnswer: lose-- > 0 ? 1 : 0 }), seededRandom(1))
  await client.send(
    new UpdateItemCommand({
      TableName: 'houston',
      Key: key('counter'),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  )
  expect(counts.loseAnswer).toBe(1)
  const { Item } = await clientFor(server.url).send(new GetItemCommand({ TableName: 'houston', Key: key('counter') }))
  expect(Item?.n).toEqual({ N: '2' })
})

test('leaves a part of a batch unprocessed and unapplied, for plain and document clients', async () => {
  const { client } = faulty({ leaveUnprocessed: 1 })
  const requests = ['a', 'b', 'c'].map((pk) => ({ PutRequest: { Item: key(pk) } }))
  const written = await client.send(new BatchWriteItemCommand({ RequestItems: { houston: requests } }))
  expect(written.UnprocessedItems).toEqual({ houston: [requests[2]] })
  const keys = ['a', 'b', 'c'].map(key)
  const read = await client.send(new BatchGetItemCommand({ RequestItems: { houston: { Keys: keys } } }))
  expect(read.UnprocessedKeys).toEqual({ houston: { Keys: [keys[2]] } })
  const all = await clientFor(server.url).send(new BatchGetItemCommand({ RequestItems: { houston: { Keys: keys } } }))
  expect(all.Responses?.houston).toHaveLength(2)
  const documents = ['x', 'y'].map((pk) => ({ PutRequest: { Item: { pk, sk: 'a' } } }))
  const document = await DynamoDBDocumentClient.from(client).send(
    new BatchWriteCommand({ RequestItems: { houston: documents } }),
  )
  expect(document.UnprocessedItems).toEqual({ houston: [documents[1]] })
})

test('cancels transactions for a conflict, with a reason per item', async () => {
  const { client } = faulty({ conflict: 1 })
  const item = (pk: string) => ({ Put: { TableName: 'houston', Item: key(pk) } })
  await expect(
    client.send(new TransactWriteItemsCommand({ TransactItems: [item('t1'), item('t2')] })),
  ).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  })
})

test('gives the same faults for the same seed', async () => {
  const pattern = async (seed: number): Promise<string> => {
    const { client } = faulty({ throttle: 0.5 }, seed, 1)
    let text = ''
    for (let number = 0; number < 20; number++)
      text += await client.send(put('seeded')).then(
        () => '.',
        () => 'x',
      )
    return text
  }
  expect(await pattern(3)).toBe(await pattern(3))
  expect(await pattern(3)).not.toBe(await pattern(4))
})
