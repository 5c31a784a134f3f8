/** What AWS refuses about expressions is refused before it is sent, and nothing else is. */
import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { guardExpressions, lintExpressions } from './expression-guard.ts'

const nested = (depth: number, inside = 'attribute_exists pk'): string => '('.repeat(depth) + inside + ')'.repeat(depth)

test.each([
  [{ TableName: 'houston', Key: {} }],
  [{ ConditionExpression: 'attribute_not_exists(pk)' }],
  [{ ConditionExpression: nested(50) }],
  [{ ConditionExpression: `NOT ${nested(49)}` }],
  [{ ConditionExpression: Array(200).fill('NOT a = b').join(' AND ') }],
  [{ KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)', ExpressionAttributeValues: { ':p': {}, ':s': {} } }],
  [
    {
      KeyConditionExpression: '(#c0_1 = :c0_1) AND (#c1_1 BETWEEN :a AND :b)',
      ExpressionAttributeNames: { '#c0_1': 'pk', '#c1_1': 'sk' },
      ExpressionAttributeValues: { ':c0_1': 1, ':a': 1, ':b': 2 },
    },
  ],
  [
    {
      UpdateExpression: 'SET #a.#b[0] = :v',
      ConditionExpression: '#a = :w',
      ExpressionAttributeNames: { '#a': 'a', '#b': 'b' },
      ExpressionAttributeValues: { ':v': 1, ':w': 2 },
    },
  ],
  [{ RequestItems: { houston: { Keys: [], ProjectionExpression: '#a', ExpressionAttributeNames: { '#a': 'a' } } } }],
  [{ RequestItems: { houston: [{ PutRequest: { Item: {} } }] } }],
])('passes %j', (input) => {
  expect(lintExpressions(input)).toBeUndefined()
})

test.each([
  [
    { ConditionExpression: nested(51) },
    'Invalid ConditionExpression: The expression is nested more than 50 levels deep',
  ],
  [
    { FilterExpression: `${'NOT '.repeat(51)}a = b` },
    'Invalid FilterExpression: The expression is nested more than 50 levels deep',
  ],
  [
    { FilterExpression: `${'NOT ('.repeat(26)}a = b${')'.repeat(26)}` },
    'Invalid FilterExpression: The expression is nested more than 50 levels deep',
  ],
  [
    { UpdateExpression: `SET a = ${'b'.repeat(4_096)}` },
    'Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4104',
  ],
  [
    { ConditionExpression: '#a = b' },
    'Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: #a',
  ],
  [
    { ConditionExpression: 'a = :v', ExpressionAttributeValues: { ':w': 1 } },
    'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v',
  ],
  [
    { ConditionExpression: 'a = :v', ExpressionAttributeValues: { ':v': 1, ':w': 1 } },
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
  ],
  [
    { ConditionExpression: 'a = b', ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } },
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}',
  ],
  [
    { ExpressionAttributeNames: { '#a': 'a' } },
    'ExpressionAttributeNames can only be specified when using expressions',
  ],
  [{ ConditionExpression: 'a = b', ExpressionAttributeValues: {} }, 'ExpressionAttributeValues must not be empty'],
  [
    { KeyConditionExpression: 'begins_with(sk, :s) AND pk = :p', ExpressionAttributeValues: { ':p': 1, ':s': 1 } },
    'Invalid KeyConditionExpression: The partition key must come first, with an equality',
  ],
  [
    { TransactItems: [{ Put: {} }, { Update: { UpdateExpression: 'SET a = :v' } }] },
    'Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v',
  ],
])('refuses %j', (input, problem) => {
  expect(lintExpressions(input)).toBe(problem)
})

test('refuses as DynamoDB does, and sends nothing', async () => {
  const client = new DynamoDBClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  guardExpressions(client)
  const refusal = { name: 'ValidationException', message: expect.stringContaining('not defined'), $fault: 'client' }
  const plain = new PutItemCommand({ TableName: 'houston', Item: {}, ConditionExpression: 'a = :v' })
  await expect(client.send(plain)).rejects.toMatchObject(refusal)
  const document = new PutCommand({ TableName: 'houston', Item: {}, ConditionExpression: 'a = :v' })
  await expect(DynamoDBDocumentClient.from(client).send(document)).rejects.toMatchObject(refusal)
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [{ Delete: { TableName: 'houston', Key: {}, ConditionExpression: '#a = b' } }],
  })
  await expect(client.send(transaction)).rejects.toMatchObject(refusal)
  const good = new PutItemCommand({ TableName: 'houston', Item: {}, ConditionExpression: 'attribute_not_exists(pk)' })
  await expect(client.send(good)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
