/** What differs between a thing as it is recorded and as a file declares it, field by field. Pure. */
import { canonicalJson } from '../json.ts'
import { fieldPath } from '../operation.ts'
import type { TableItem } from '../port/table.ts'

export interface Difference {
  /** As people write it: `stages[1].soak`. */
  readonly field: string
  /** Absent where the field is new. */
  readonly before?: unknown
  /** Absent where the field goes. */
  readonly after?: unknown
}

/** The table's own: keys, indexes, counters, marks. */
const bookkeeping = /^(pk|sk|gsi\d(pk|sk)|_.*|revision|commitId|expiresAtSec)$/

const isGroup = (value: unknown): value is Record<string, unknown> | readonly unknown[] =>
  typeof value === 'object' && value !== null

export function differencesOf(before: TableItem | undefined, after: TableItem): readonly Difference[] {
  const own = (item: TableItem): TableItem =>
    Object.fromEntries(Object.entries(item).filter(([field]) => !bookkeeping.test(field)))
  return compare(before === undefined ? {} : own(before), own(after), [])
}

function compare(before: unknown, after: unknown, path: readonly PropertyKey[]): readonly Difference[] {
  if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after)) return []
  if (!isGroup(before) || !isGroup(after) || Array.isArray(before) !== Array.isArray(after))
    return [{ field: fieldPath(path), ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) => {
    const [old, next] = [valueAt(before, key), valueAt(after, key)]
    return compare(old, next, [...path, Array.isArray(after) ? Number(key) : key])
  })
}

const valueAt = (group: Record<string, unknown> | readonly unknown[], key: string): unknown =>
  (group as Record<string, unknown>)[key]
