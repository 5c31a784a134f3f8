/**
 * Within one process batches go one after another: they change the same state, and would only undo each other's work. Between
 * processes the head of the state decides; who loses there begins again.
 */
import { commitContended } from '../commit.ts'
import type { Context } from '../context.ts'
import type { TableStore } from '../port/table.ts'

const last = new WeakMap<TableStore, Promise<unknown>>()

/** Rounds of the commit's own attempts: other processes are few, and each of their batches is short. */
const rounds = 5

export function oneAtATime<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  const before = last.get(ctx.store) ?? Promise.resolve()
  const mine = before.then(() => patiently(work))
  // Whoever comes next waits for the end, not for success.
  last.set(
    ctx.store,
    mine.catch(() => undefined),
  )
  return mine
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await work()
    } catch (error) {
      if (!commitContended.is(error) || round >= rounds) throw error
    }
  }
}
