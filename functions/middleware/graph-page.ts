/** Listings of the graph: Relay's connections over the store's pages. Cursors are opaque, and one stands at every row. */
import { cursorInvalid, decodeCursor, encodeCursor } from '@houston/core/cursor.ts'
import type { Page } from '@houston/core/entity.ts'

export interface PageArgs {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** Rows that one page of the graph holds at most. */
export const rowsPerPage = 100
const usualRows = 25

interface PageQuery {
  readonly limit: number
  readonly cursor?: string
}

/** A row's cursor is its page's start and how many rows of it have been seen: reading on reads those again and leaves them out. */
export async function connection<Item, Node>(
  { first, after }: PageArgs,
  read: (query: PageQuery) => Promise<Page<Item>>,
  nodeOf: (item: Item) => Node,
): Promise<Connection<Node>> {
  const count = Math.min(Math.max(first ?? usualRows, 1), rowsPerPage)
  const start = placeOf(after)
  const query = { limit: count + start.seen, ...(start.cursor !== '' && { cursor: start.cursor }) }
  const page = await read(query)
  const nodes = page.items.slice(start.seen).map(nodeOf)
  const edges = nodes.map((node, index) => ({
    node,
    cursor: encodeCursor({ page: start.cursor, seen: String(start.seen + index + 1) }),
  }))
  const next = page.cursor === undefined ? undefined : encodeCursor({ page: page.cursor, seen: '0' })
  return {
    edges,
    nodes,
    pageInfo: { hasNextPage: next !== undefined, endCursor: next ?? edges.at(-1)?.cursor ?? null },
  }
}

function placeOf(after: string | null | undefined): { cursor: string; seen: number } {
  if (after === null || after === undefined) return { cursor: '', seen: 0 }
  const { page, seen } = decodeCursor(after)
  const count = Number(seen)
  if (page === undefined || !Number.isInteger(count) || count < 0 || count > rowsPerPage) throw cursorInvalid()
  return { cursor: page, seen: count }
}
