/** One kind of item in the table: its schema, its keys and its revisions. Only `store.ts` files declare entities; nothing else builds a key. */
import { Entity } from 'dynamodb-toolbox/entity'
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck'
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete'
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut'
import { any } from 'dynamodb-toolbox/schema/any'
import { item as itemSchema } from 'dynamodb-toolbox/schema/item'
import { number } from 'dynamodb-toolbox/schema/number'
import { string } from 'dynamodb-toolbox/schema/string'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import * as z from 'zod'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { defineError } from './error.ts'
import type { TableItem, TableKey, TableStore, TableWrite } from './port/table.ts'
import { type IndexName, table } from './table-layout.ts'

/** Every stored item counts its changes; 0 is an item that was never stored. */
export const revisioned = { revision: z.int().nonnegative() }

export const itemUnreadable = defineError(
  'store.item-unreadable',
  'bug',
  'An item in the table does not fit the schema of its kind.',
  (name: string, key: string, problem: string) => `${name} ${key} cannot be read: ${problem}`,
)

export const itemNewer = defineError(
  'store.item-newer',
  'retryable',
  'An item in the table was written by a newer Houston than the one that reads it.',
  (name: string, key: string, found: number, known: number) => ({
    message: `${name} ${key} has item version ${found}; this handler knows ${known}.`,
    wayOut: 'Wait for the deployment under way to end; reading it as an older item would lose what is new in it.',
  }),
)

export const listingTooLong = defineError(
  'store.listing-too-long',
  'limit',
  'A listing that is read whole has more items than it may.',
  (name: string, pk: string, limit: number) => `There are more than ${limit} items ${name} under ${pk}.`,
)

type AnySchema = z.ZodObject<typeof revisioned>
type IndexKeys = { readonly pk: string; readonly sk: string }

export interface EntityFacts<Schema extends AnySchema, KeyField extends keyof z.output<Schema>> {
  readonly name: string
  /** Of the stored shape; raised with an entry in `upgrades` when the schema changes. */
  readonly itemVersion: number
  readonly schema: Schema
  /** The fields that the key is made of, and how. */
  readonly keyFields: readonly KeyField[]
  readonly key: (fields: Pick<z.output<Schema>, KeyField>) => TableKey
  readonly indexes?: (item: z.output<Schema>) => { readonly [Name in IndexName]?: IndexKeys }
  /** Unix seconds after which the item may vanish. */
  readonly expiresAtSec?: (item: z.output<Schema>) => number | undefined
  /** From item version N to N + 1. */
  readonly upgrades?: Readonly<Record<number, (item: TableItem) => TableItem>>
}

export interface EntityQuery {
  readonly index?: IndexName
  readonly pk: string
  readonly skPrefix?: string
  /** Both ends included, as DynamoDB's BETWEEN. */
  readonly skBetween?: readonly [string, string]
  readonly limit: number
  readonly newestFirst?: boolean
  readonly cursor?: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Opaque; absent on the last page. */
  readonly cursor?: string
}

export interface StoredEntity<Item extends { revision: number }, Key> {
  readonly name: string
  /** Stores a new item; refused where one is there. */
  create(item: Item): TableWrite
  /** Stores a changed item; refused where it has changed since it was read. */
  replace(item: Item): TableWrite
  /** Stores without a condition: for telemetry, where the last writer may win. */
  overwrite(item: Item): TableWrite
  remove(item: Item): TableWrite
  /** Makes the transaction depend on the item still being at this revision. */
  checkUnchanged(item: Item): TableWrite
  checkAbsent(key: Key): TableWrite
  get(store: TableStore, key: Key): Promise<Item | undefined>
  batchGet(store: TableStore, keys: readonly Key[]): Promise<readonly (Item | undefined)[]>
  query(store: TableStore, query: EntityQuery): Promise<Page<Item>>
  /** Every item of a query, whatever pages it comes in; throws `store.listing-too-long` where there are more than `limit`. */
  queryAll(store: TableStore, query: Omit<EntityQuery, 'cursor'>): Promise<readonly Item[]>
  /** Reads an item as a stream record or a condition failure brings it. */
  read(item: TableItem): Item
}

/** What documentation says of an entity: its facts, where the types of its items no longer matter. */
export interface EntityDeclaration {
  readonly name: string
  readonly itemVersion: number
  readonly schema: z.ZodType
  readonly keyFields: readonly string[]
  key(item: never): TableKey
  indexes?(item: never): { readonly [Name in IndexName]?: IndexKeys }
  expiresAtSec?(item: never): number | undefined
}

const declared = new Map<string, EntityDeclaration>()

/** The entities that have been imported, by name. */
export function declaredEntities(): readonly EntityDeclaration[] {
  return [...declared.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

const bookkeeping = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', '_v', 'expiresAtSec'] as const

export function defineEntity<Schema extends AnySchema, KeyField extends Extract<keyof z.output<Schema>, string>>(
  facts: EntityFacts<Schema, KeyField>,
): StoredEntity<z.output<Schema>, Pick<z.output<Schema>, KeyField>> {
  type Item = z.output<Schema>
  type Key = Pick<Item, KeyField>
  if (declared.has(facts.name)) throw new Error(`entity ${facts.name} is declared twice`)
  declared.set(facts.name, facts)
  const entity = toolboxEntity(facts.name, Object.keys(facts.schema.shape))
  const subject = (key: TableKey): string => `${facts.name} ${key.pk} ${key.sk}`
  const read = (stored: TableItem): Item => readItem(facts, stored)
  const put = (item: Item, condition: PutCondition | undefined): TableWrite => {
    const key = facts.key(item)
    const written = {
      ...item,
      revision: item.revision + 1,
      ...key,
      ...storedExtras(facts, item),
      _v: facts.itemVersion,
    }
    const action = entity.build(PutTransaction).item(written as never)
    const options = { condition: condition as never, returnValuesOnConditionFalse: 'ALL_OLD' } as const
    const { Put } = (condition === undefined ? action : action.options(options)).params()
    return { subject: subject(key), item: { Put } }
  }
  const check = (key: TableKey, condition: PutCondition): TableWrite => {
    const { ConditionCheck: checked } = entity
      .build(ConditionCheck)
      .key(key as never)
      .condition(condition as never)
      .params()
    return { subject: subject(key), item: { ConditionCheck: checked } }
  }
  return {
    name: facts.name,
    create: (item) => put(item, { attr: 'pk', exists: false }),
    replace: (item) => put(item, { attr: 'revision', eq: item.revision }),
    overwrite: (item) => put(item, undefined),
    remove: (item) => {
      const key = facts.key(item)
      const action = entity
        .build(DeleteTransaction)
        .key(key as never)
        .options({ condition: { attr: 'revision', eq: item.revision } as never })
      const { Delete } = action.params()
      return { subject: subject(key), item: { Delete } }
    },
    checkUnchanged: (item) => check(facts.key(item), { attr: 'revision', eq: item.revision }),
    checkAbsent: (key) => check(facts.key(key), { attr: 'pk', exists: false }),
    get: async (store, key) => {
      const found = await store.get({ TableName: table.getName(), Key: { ...facts.key(key) }, ConsistentRead: true })
      return found === undefined ? undefined : read(found)
    },
    batchGet: async (store, keys: readonly Key[]) => {
      const found = await store.batchGet(keys.map((key) => facts.key(key)))
      return found.map((item) => (item === undefined ? undefined : read(item)))
    },
    query: async (store, query) => {
      // One more than asked for: DynamoDB gives a key to go on from wherever its limit is met, also at the very end.
      const { items: found, lastKey } = await store.query(queryParams({ ...query, limit: query.limit + 1 }))
      const items = found.slice(0, query.limit).map(read)
      const last = found.length > query.limit ? found[query.limit - 1] : undefined
      const next = last === undefined ? lastKey : keyAttributes(last, query.index)
      return next === undefined ? { items } : { items, cursor: encodeCursor(next) }
    },
    queryAll: async (store, query) => (await allItems(facts.name, store, query)).map(read),
    read,
  }
}

type PutCondition = { attr: string; exists: boolean } | { attr: string; eq: number }

function toolboxEntity(name: string, fields: readonly string[]) {
  const ours = new Set<string>(bookkeeping)
  const data = Object.fromEntries(
    fields.filter((field) => !ours.has(field) && field !== 'revision').map((field) => [field, any().optional()]),
  )
  const schema = itemSchema({
    ...data,
    pk: string().key(),
    sk: string().key(),
    gsi1pk: string().optional(),
    gsi1sk: string().optional(),
    gsi2pk: string().optional(),
    gsi2sk: string().optional(),
    revision: number(),
    _v: number(),
    expiresAtSec: number().optional(),
  })
  const computeKey = ({ pk, sk }: TableKey): { pk: string; sk: string } => ({ pk, sk })
  return new Entity({ name, table, schema, computeKey, timestamps: false })
}

function storedExtras<Schema extends AnySchema>(
  facts: Pick<EntityFacts<Schema, never>, 'indexes' | 'expiresAtSec'>,
  item: z.output<Schema>,
): TableItem {
  const extras: TableItem = {}
  for (const [name, keys] of Object.entries(facts.indexes?.(item) ?? {})) {
    extras[`${name}pk`] = keys.pk
    extras[`${name}sk`] = keys.sk
  }
  const expiresAtSec = facts.expiresAtSec?.(item)
  if (expiresAtSec !== undefined) extras.expiresAtSec = expiresAtSec
  return extras
}

function readItem<Schema extends AnySchema>(
  facts: Pick<EntityFacts<Schema, never>, 'name' | 'schema' | 'itemVersion' | 'upgrades'>,
  stored: TableItem,
): z.output<Schema> {
  let item = stored
  const found = Number(stored._v ?? 1)
  if (found > facts.itemVersion) throw itemNewer(facts.name, String(stored.pk), found, facts.itemVersion)
  for (let version = found; version < facts.itemVersion; version++) {
    const upgrade = facts.upgrades?.[version]
    if (upgrade === undefined)
      throw itemUnreadable(facts.name, String(stored.pk), `no upgrade from item version ${version}`)
    item = upgrade(item)
  }
  const parsed = facts.schema.safeParse(item)
  if (!parsed.success)
    throw itemUnreadable(facts.name, `${String(stored.pk)} ${String(stored.sk)}`, z.prettifyError(parsed.error))
  return parsed.data
}

async function allItems(name: string, store: TableStore, query: Omit<EntityQuery, 'cursor'>): Promise<TableItem[]> {
  const items: TableItem[] = []
  // One more than may be: only that tells a full listing from a cut one.
  const params = queryParams({ ...query, limit: query.limit + 1 })
  let start: TableItem | undefined
  do {
    const page = await store.query({ ...params, ...(start && { ExclusiveStartKey: start }) })
    items.push(...page.items)
    start = page.lastKey
  } while (start !== undefined && items.length <= query.limit)
  if (items.length > query.limit) throw listingTooLong(name, query.pk, query.limit)
  return items
}

/** What DynamoDB goes on from after an item, in the table or in one of its indexes. */
function keyAttributes(item: TableItem, index: IndexName | undefined): TableItem {
  const names = ['pk', 'sk', ...(index === undefined ? [] : [`${index}pk`, `${index}sk`])]
  return Object.fromEntries(names.map((name) => [name, item[name]]))
}

function queryParams(query: EntityQuery) {
  const range =
    query.skPrefix !== undefined ? { beginsWith: query.skPrefix } : query.skBetween && { between: query.skBetween }
  const command = table
    .build(QueryCommand)
    .query({ partition: query.pk, ...(query.index && { index: query.index }), ...(range && { range }) } as never)
    .options({
      limit: query.limit,
      reverse: query.newestFirst ?? false,
      ...(query.cursor !== undefined && { exclusiveStartKey: decodeCursor(query.cursor) }),
      ...(query.index === undefined && { consistent: true }),
    } as never)
  return command.params()
}
