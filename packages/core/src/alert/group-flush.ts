/** What of groups and of the correlator goes into the table after some alerts, or after an evaluation. */
import type { Context } from '../context.ts'
import { changeGroups, type Group, headWrite, headWritten, type Urgent } from '../correlation/index.ts'
import { groupBackground, groupFacts } from './group-facts.ts'
import type { Unit } from './run.ts'
import type { World } from './world.ts'

export interface GroupFlush {
  /** The head and the state of groups: before everything that rests on it. */
  readonly first: readonly Unit[]
  readonly groups: readonly Unit[]
  /** After all of it was committed. */
  settled(): void
}

export async function groupFlush(ctx: Context, world: World, which: Urgent): Promise<GroupFlush> {
  const { kept } = world
  const sources = {
    factsOf: (group: Group) => groupFacts(world, group, ctx.nowMs),
    backgroundOf: (group: Group) => groupBackground(ctx, world, group),
  }
  const groups = await changeGroups(ctx, kept, sources, which)
  const pages = kept.pages.changes(kept.correlator.groups())
  const isChanged = pages.writes.length > 0 || groups.length > 0
  const head = isChanged ? [{ writes: [headWrite(kept)], events: [], committed: () => headWritten(kept) }] : []
  return {
    first: [...head, ...pages.writes.map((write) => ({ writes: [write], events: [] }))],
    groups,
    settled: () => {
      pages.written()
      if (which === 'all') forgetEnded(world)
    },
  }
}

/** Groups that are over leave memory; they are in the table. */
function forgetEnded({ kept }: World): void {
  kept.correlator.forgetClosed()
  const present = new Set(kept.correlator.groups().map(({ id }) => id as string))
  for (const [id, { state }] of kept.records) if (state !== 'open' && !present.has(id)) kept.records.delete(id)
}
