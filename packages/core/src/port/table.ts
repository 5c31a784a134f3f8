/** The one table, as core sees it. Parameters are built by entities (keys have one author); implementations only send them. */
import type { GetCommandInput, QueryCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'

export type TableItem = Record<string, unknown>
export type TableKey = { readonly pk: string; readonly sk: string }
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** One write of a transaction, and the words for it that an error uses. */
export interface TableWrite {
  readonly subject: string
  readonly item: TransactItem
}

/** Why one write of a cancelled transaction failed; undefined where it was not at fault. */
export interface WriteRefusal {
  readonly subject: string
  readonly reason: 'condition' | 'contention' | 'throttled' | 'other'
  readonly detail: string
  /** The item as it stood, where the condition failed. */
  readonly found?: TableItem
}

export type TransactResult =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly refusals: readonly (WriteRefusal | undefined)[] }

export interface TablePage {
  readonly items: readonly TableItem[]
  /** Where the next page starts; absent on the last. */
  readonly lastKey?: TableItem
}

export interface TableStore {
  get(params: GetCommandInput): Promise<TableItem | undefined>
  /** Up to 100 keys at once, unprocessed ones asked again; answers in the order of the keys. */
  batchGet(keys: readonly TableKey[]): Promise<readonly (TableItem | undefined)[]>
  query(params: QueryCommandInput): Promise<TablePage>
  /** All or nothing. A cancelled transaction is a result; an unreachable table throws `table.unreachable`. */
  transact(writes: readonly TableWrite[]): Promise<TransactResult>
}
