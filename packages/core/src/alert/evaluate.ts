/** Groups are evaluated: merged, split, ranked, paged and closed, and people told what is new. */
import { withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { backgroundWrites } from '../correlation/index.ts'
import { groupFlush } from './group-flush.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { commitUnits } from './run.ts'
import { forgetWorld, readWorld } from './world.ts'

/** Does nothing where it was done in the last half minute. */
export const evaluateGroups = (ctx: Context): Promise<void> => oneAtATime(ctx, () => evaluateNow(ctx))

async function evaluateNow(ctx: Context): Promise<void> {
  await withRetryOnConflict(async () => {
    try {
      const world = await readWorld(ctx)
      const { correlator } = world.kept
      const before = correlator.evaluatedMs
      correlator.evaluate(ctx.nowMs)
      if (correlator.evaluatedMs === before) return
      const flush = await groupFlush(ctx, world, 'all')
      const background = backgroundWrites(world.kept)
      const quiet = background.writes.map((write) => ({ writes: [write], events: [] }))
      await commitUnits(ctx, [...flush.first, ...flush.groups, ...quiet])
      flush.settled()
      background.written()
    } catch (error) {
      forgetWorld(ctx)
      throw error
    }
  })
}
