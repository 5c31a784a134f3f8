/** Tables from plain data: created where missing, completed where an index, the stream or the time to live is missing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json, JsonObject } from '@houston/core/json.ts'
import { tableChanged } from './error.ts'
import { type DynamoProtocol, isRefusal } from './protocol.ts'

export interface KeyAttribute {
  readonly name: string
  readonly type: 'S' | 'N' | 'B'
}

export interface GlobalIndex {
  readonly indexName: string
  readonly pk: KeyAttribute
  readonly sk?: KeyAttribute
  /** Default `all`. */
  readonly projection?: 'all' | 'keys-only'
}

export interface TableDefinition {
  readonly tableName: string
  readonly pk: KeyAttribute
  readonly sk?: KeyAttribute
  readonly indexes?: readonly GlobalIndex[]
  /** A stream with NEW_AND_OLD_IMAGES. */
  readonly stream?: boolean
  /** The attribute with the expiry in seconds since the epoch. */
  readonly ttlAttribute?: string
}

export interface TableReport {
  readonly created: boolean
  readonly addedIndexes: readonly string[]
  /** Indexes of the file that nobody declares any more. They are kept: taking one away is for people to decide. */
  readonly undeclaredIndexes: readonly string[]
  readonly streamArn: string | undefined
}

const activePollMs = 20
const activePatienceMs = 60_000

/** Makes the table be as defined. Safe to call at every start, and by two callers at once. */
export async function ensureTable(dynamo: DynamoProtocol, definition: TableDefinition): Promise<TableReport> {
  const created = await createWhereMissing(dynamo, definition)
  const table = await untilActive(dynamo, definition.tableName)
  checkKey(`Table ${definition.tableName}`, definition, table)
  const existing = new Map(indexesOf(table).map((index) => [String(index.IndexName), index]))
  const addedIndexes: string[] = []
  for (const index of definition.indexes ?? []) {
    const found = existing.get(index.indexName)
    existing.delete(index.indexName)
    if (found !== undefined) checkKey(`Index ${index.indexName}`, index, found)
    else {
      await addIndex(dynamo, definition, index)
      addedIndexes.push(index.indexName)
    }
  }
  if (definition.stream === true && table.LatestStreamArn === undefined) await enableStream(dynamo, definition)
  if (definition.ttlAttribute !== undefined)
    await enableTimeToLive(dynamo, definition.tableName, definition.ttlAttribute)
  const last = await untilActive(dynamo, definition.tableName)
  const streamArn = typeof last.LatestStreamArn === 'string' ? last.LatestStreamArn : undefined
  return { created, addedIndexes, undeclaredIndexes: [...existing.keys()], streamArn }
}

async function createWhereMissing(dynamo: DynamoProtocol, definition: TableDefinition): Promise<boolean> {
  try {
    await dynamo.call('DescribeTable', { TableName: definition.tableName })
    return false
  } catch (error) {
    if (!isRefusal(error, 'ResourceNotFoundException')) throw error
  }
  try {
    await dynamo.call('CreateTable', creation(definition))
    return true
  } catch (error) {
    if (isRefusal(error, 'ResourceInUseException')) return false
    throw error
  }
}

/** The CreateTable request of a definition. */
export function creation(definition: TableDefinition): JsonObject {
  const indexes = definition.indexes ?? []
  return {
    TableName: definition.tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributeDefinitions([definition, ...indexes]),
    KeySchema: keySchema(definition),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(indexCreation) }),
    ...(definition.stream === true && { StreamSpecification: streamSpecification() }),
  }
}

type Keyed = Pick<TableDefinition, 'pk' | 'sk'>

const keyAttributes = (keyed: Keyed): KeyAttribute[] => (keyed.sk === undefined ? [keyed.pk] : [keyed.pk, keyed.sk])

function attributeDefinitions(keyed: readonly Keyed[]): Json[] {
  const types = new Map(keyed.flatMap(keyAttributes).map((attribute) => [attribute.name, attribute.type]))
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }))
}

const keySchema = (keyed: Keyed): Json[] =>
  keyAttributes(keyed).map(({ name }, place) => ({ AttributeName: name, KeyType: place === 0 ? 'HASH' : 'RANGE' }))

const indexCreation = (index: GlobalIndex): JsonObject => ({
  IndexName: index.indexName,
  KeySchema: keySchema(index),
  Projection: { ProjectionType: index.projection === 'keys-only' ? 'KEYS_ONLY' : 'ALL' },
})

const streamSpecification = (): JsonObject => ({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' })

/** One index per UpdateTable, as AWS has it, and each is active before the next. */
async function addIndex(dynamo: DynamoProtocol, definition: TableDefinition, index: GlobalIndex): Promise<void> {
  await dynamo.call('UpdateTable', {
    TableName: definition.tableName,
    AttributeDefinitions: attributeDefinitions([definition, index]),
    GlobalSecondaryIndexUpdates: [{ Create: indexCreation(index) }],
  })
  await untilActive(dynamo, definition.tableName)
}

async function enableStream(dynamo: DynamoProtocol, definition: TableDefinition): Promise<void> {
  await dynamo.call('UpdateTable', { TableName: definition.tableName, StreamSpecification: streamSpecification() })
}

async function enableTimeToLive(dynamo: DynamoProtocol, tableName: string, attributeName: string): Promise<void> {
  const answer = await dynamo.call('DescribeTimeToLive', { TableName: tableName })
  const description = answer.TimeToLiveDescription as JsonObject | undefined
  if (description?.AttributeName === attributeName && description.TimeToLiveStatus === 'ENABLED') return
  await dynamo.call('UpdateTimeToLive', {
    TableName: tableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName: attributeName },
  })
}

async function untilActive(dynamo: DynamoProtocol, tableName: string): Promise<JsonObject> {
  for (let waitedMs = 0; ; waitedMs += activePollMs) {
    const table = (await dynamo.call('DescribeTable', { TableName: tableName })).Table as JsonObject
    const statuses = [table.TableStatus, ...indexesOf(table).map((index) => index.IndexStatus)]
    if (statuses.every((status) => status === 'ACTIVE') || waitedMs >= activePatienceMs) return table
    await sleep(activePollMs)
  }
}

const indexesOf = (table: JsonObject): JsonObject[] => (table.GlobalSecondaryIndexes ?? []) as JsonObject[]

function checkKey(what: string, declared: Keyed, existing: JsonObject): void {
  const declaredKey = keyAttributes(declared).map((attribute) => attribute.name)
  const existingKey = (existing.KeySchema as JsonObject[]).map((element) => String(element.AttributeName))
  if (declaredKey.join() !== existingKey.join())
    throw tableChanged(what, declaredKey.join(' + '), existingKey.join(' + '))
}
