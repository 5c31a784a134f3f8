/** The board as it was a moment ago: many readers cost one reading, and where the table cannot be read, what was known last is still shown. */
import type { Context } from '../context.ts'
import type { TableStore } from '../port/table.ts'
import { type Board, readBoard } from './board.ts'
import { statusPageLimits as limits } from './limits.ts'

interface Kept {
  readonly board: Promise<Board>
  readonly atMs: number
}

/** By store: a process that serves another table has another board. */
const kept = new WeakMap<TableStore, { fresh?: Kept; last?: Board }>()

export async function boardOf(ctx: Context): Promise<Board> {
  const known = kept.get(ctx.store) ?? {}
  kept.set(ctx.store, known)
  const { fresh } = known
  const ageMs = fresh === undefined ? Number.POSITIVE_INFINITY : ctx.nowMs - fresh.atMs
  // A clock that went back makes what is kept older than nothing: it is read anew.
  if (fresh === undefined || ageMs >= limits.cacheMs.value || ageMs < 0)
    known.fresh = { board: readBoard(ctx), atMs: ctx.nowMs }
  try {
    const board = await (known.fresh ?? { board: readBoard(ctx) }).board
    known.last = board
    return board
  } catch (error) {
    delete known.fresh
    const { last } = known
    if (last === undefined || ctx.nowMs - last.asOfMs > limits.staleMs.value) throw error
    ctx.log.error('the status page shows what was known before', { asOfMs: last.asOfMs, error })
    return last
  }
}
