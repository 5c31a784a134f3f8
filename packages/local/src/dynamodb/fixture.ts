/** What the tests of this folder and its neighbours share: a server on a directory of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { localRegion } from './protocol.ts'
import type { TableDefinition } from './table.ts'

export const plainTable: TableDefinition = {
  tableName: 'houston',
  pk: { name: 'pk', type: 'S' },
  sk: { name: 'sk', type: 'S' },
  indexes: [{ indexName: 'gs1', pk: { name: 'gs1pk', type: 'S' }, sk: { name: 'gs1sk', type: 'S' } }],
  stream: true,
  ttlAttribute: 'expiresAtSec',
}

export function temporaryDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'houston-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export const clientFor = (url: string, config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: url,
    region: localRegion,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...config,
  })
