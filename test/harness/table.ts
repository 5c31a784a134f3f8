/** The whole table as it stands, for stories in which nothing may change. */
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import type { Houston } from './houston.ts'

export async function tableItems({ runtime }: Houston): Promise<unknown[]> {
  const { accessKeyId, secretAccessKey } = runtime.secrets
  const client = new DynamoDBClient({ region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } })
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'houston', ConsistentRead: true }))
  client.destroy()
  return Items.sort((a, b) => (JSON.stringify([a.pk, a.sk]) < JSON.stringify([b.pk, b.sk]) ? -1 : 1))
}
