/** A table on which nothing is written: what a transaction would write is kept beside it, and read from there again. */
import type { TableItem, TableKey, TableStore, TableWrite } from '../port/table.ts'

export interface Overlay {
  readonly store: TableStore
  /** What was written since the last time this was asked. */
  take(): readonly TableItem[]
}

const nameOf = ({ pk, sk }: TableKey): string => JSON.stringify([pk, sk])
const keyOf = (item: TableItem): TableKey => ({ pk: String(item.pk), sk: String(item.sk) })

/** Queries see the table alone: they go over indexes that only the table keeps. */
export function overlay(table: TableStore): Overlay {
  const written = new Map<string, TableItem | undefined>()
  let fresh: TableItem[] = []
  const read = (key: TableKey, found: TableItem | undefined): TableItem | undefined =>
    written.has(nameOf(key)) ? written.get(nameOf(key)) : found
  const keep = ({ item: { Put, Delete } }: TableWrite): void => {
    if (Delete?.Key !== undefined) written.set(nameOf(keyOf(Delete.Key)), undefined)
    if (Put?.Item === undefined) return
    written.set(nameOf(keyOf(Put.Item)), Put.Item)
    fresh.push(Put.Item)
  }
  return {
    store: {
      get: async (params) => read(keyOf(params.Key ?? {}), await table.get(params)),
      batchGet: async (keys) =>
        (await table.batchGet(keys)).map((found, index) => read(keys[index] ?? { pk: '', sk: '' }, found)),
      query: (params) => table.query(params),
      transact: async (writes) => {
        writes.forEach(keep)
        return { kind: 'written' }
      },
    },
    take: () => {
      const taken = fresh
      fresh = []
      return taken
    },
  }
}
