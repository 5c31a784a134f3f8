/** The table port on DynamoDB. The only place that knows the real table's name. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { defineError } from '../error.ts'
import type {
  TableItem,
  TableKey,
  TableStore,
  TableWrite,
  TransactItem,
  TransactResult,
  WriteRefusal,
} from '../port/table.ts'

export const tableUnreachable = defineError(
  'table.unreachable',
  'retryable',
  'DynamoDB did not answer, or answered with a fault of its own.',
  (operation: string, cause: unknown) => ({
    message: `${operation} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    cause,
    wayOut: 'Nothing is known to have been written; try again.',
  }),
)

export const tableRefused = defineError(
  'table.refused',
  'bug',
  'DynamoDB refused a request that it will never take: malformed, not permitted, or for a table that is not there.',
  (operation: string, cause: Error) => ({
    message: `${operation} was refused: ${cause.name}: ${cause.message}`,
    cause,
  }),
)

/** Errors of DynamoDB that the same request meets every time. */
const hopeless = new Set([
  'ValidationException',
  'SerializationException',
  'ResourceNotFoundException',
  'AccessDeniedException',
  'ItemCollectionSizeLimitExceededException',
])

const failureOf = (operation: string, error: unknown): Error =>
  error instanceof Error && hopeless.has(error.name)
    ? tableRefused(operation, error)
    : tableUnreachable(operation, error)

/** Unprocessed keys are asked again this often before giving up, after waits that double from the first one. */
const batchGetAttempts = 8
const batchGetFirstWaitMs = 20

export class DynamoTable implements TableStore {
  readonly #client: DynamoDBDocumentClient
  readonly #tableName: string

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client
    this.#tableName = tableName
  }

  async get(params: Parameters<TableStore['get']>[0]): Promise<TableItem | undefined> {
    const command = new GetCommand({ ...params, TableName: this.#tableName })
    return (await reached('GetItem', this.#client.send(command))).Item
  }

  async query(params: Parameters<TableStore['query']>[0]): ReturnType<TableStore['query']> {
    const command = new QueryCommand({ ...params, TableName: this.#tableName })
    const { Items, LastEvaluatedKey } = await reached('Query', this.#client.send(command))
    return { items: Items ?? [], ...(LastEvaluatedKey && { lastKey: LastEvaluatedKey }) }
  }

  async batchGet(keys: readonly TableKey[]): Promise<readonly (TableItem | undefined)[]> {
    const nameOf = (item: TableItem | TableKey): string => JSON.stringify([item.pk, item.sk])
    const found = new Map<string, TableItem>()
    const wanted = [...new Map(keys.map((key) => [nameOf(key), { pk: key.pk, sk: key.sk }])).values()]
    for (let start = 0; start < wanted.length; start += 100) {
      for (const item of await this.#batchGetPage(wanted.slice(start, start + 100))) found.set(nameOf(item), item)
    }
    return keys.map((key) => found.get(nameOf(key)))
  }

  async #batchGetPage(keys: TableItem[]): Promise<TableItem[]> {
    const items: TableItem[] = []
    let rest: Record<string, unknown>[] = keys
    for (let attempt = 0; rest.length > 0; attempt++) {
      if (attempt === batchGetAttempts)
        throw tableUnreachable('BatchGetItem', new Error(`${rest.length} keys stayed unprocessed`))
      if (attempt > 0) await sleep(batchGetFirstWaitMs * 2 ** (attempt - 1))
      const command = new BatchGetCommand({ RequestItems: { [this.#tableName]: { Keys: rest, ConsistentRead: true } } })
      const answer = await reached('BatchGetItem', this.#client.send(command))
      items.push(...(answer.Responses?.[this.#tableName] ?? []))
      rest = answer.UnprocessedKeys?.[this.#tableName]?.Keys ?? []
    }
    return items
  }

  async transact(writes: readonly TableWrite[]): Promise<TransactResult> {
    if (writes.length === 0) return { kind: 'written' }
    const [first] = writes
    if (writes.length === 1 && first?.item.Put) return this.#putOne(first.subject, first.item.Put)
    const items = writes.map(({ item }) => this.#named(item))
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems: items }))
      return { kind: 'written' }
    } catch (error) {
      if (error instanceof TransactionCanceledException) return { kind: 'refused', refusals: refusals(error, writes) }
      throw failureOf('TransactWriteItems', error)
    }
  }

  /** A transaction of one put is a put, at half the price. */
  async #putOne(subject: string, put: NonNullable<TransactItem['Put']>): Promise<TransactResult> {
    try {
      await this.#client.send(new PutCommand({ ...put, TableName: this.#tableName }))
      return { kind: 'written' }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw failureOf('PutItem', error)
      const found = error.Item && { found: unmarshall(error.Item) }
      return { kind: 'refused', refusals: [{ subject, reason: 'condition', detail: error.message, ...found }] }
    }
  }

  #named(item: TransactItem): TransactItem {
    const named = { TableName: this.#tableName }
    if (item.Put) return { Put: { ...item.Put, ...named } }
    if (item.Delete) return { Delete: { ...item.Delete, ...named } }
    if (item.Update) return { Update: { ...item.Update, ...named } }
    if (item.ConditionCheck) return { ConditionCheck: { ...item.ConditionCheck, ...named } }
    return item
  }
}

const reached = async <T>(operation: string, answer: Promise<T>): Promise<T> => {
  try {
    return await answer
  } catch (error) {
    throw failureOf(operation, error)
  }
}

const reasons: Readonly<Record<string, WriteRefusal['reason']>> = {
  ConditionalCheckFailed: 'condition',
  TransactionConflict: 'contention',
  ThrottlingError: 'throttled',
  ProvisionedThroughputExceeded: 'throttled',
}

function refusals(error: TransactionCanceledException, writes: readonly TableWrite[]): (WriteRefusal | undefined)[] {
  return writes.map(({ subject }, index) => {
    const reason = error.CancellationReasons?.[index]
    if (reason?.Code === undefined || reason.Code === 'None') return undefined
    return {
      subject,
      reason: reasons[reason.Code] ?? 'other',
      detail: `${reason.Code} ${reason.Message ?? ''}`.trim(),
      ...(reason.Item && { found: unmarshall(reason.Item) }),
    }
  })
}
