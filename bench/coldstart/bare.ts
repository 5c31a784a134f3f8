/** The least a handler with a table can be: what the others are measured against. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export const handler = async (event: { pk: string; sk: string }): Promise<unknown> =>
  (await client.send(new GetCommand({ TableName: process.env.HOUSTON_TABLE, Key: event }))).Item
