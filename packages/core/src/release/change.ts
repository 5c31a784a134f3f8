/** The one way a release changes: read, check the table of transitions, write with its event, try again where it lost a race. */
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { DomainEvent, EventDeclaration } from '../event.ts'
import type { TableWrite } from '../port/table.ts'
import { type ReleaseId, type ReleaseItem, releaseUnknown } from './release.ts'
import { illegalTransition, isEnded, releaseTransitions } from './state.ts'
import { releaseEntity } from './store.ts'

export async function fromId(ctx: Context, id: ReleaseId): Promise<ReleaseItem> {
  const found = await releaseEntity.get(ctx.store, { id })
  if (found === undefined) throw releaseUnknown(id)
  return found
}

export const find = (ctx: Context, id: ReleaseId): Promise<ReleaseItem | undefined> =>
  releaseEntity.get(ctx.store, { id })

/** As every event of a release names it. */
export const subjectOf = ({ id, service, version }: ReleaseItem) => ({ releaseId: id, service, version })

/** Makes the event of a change once it is known which state of the release it follows. */
export type Happened = (ctx: Context, release: Pick<ReleaseItem, 'id' | 'revision' | 'correlationId'>) => DomainEvent

/** An event of a release carries the release's own correlation id, whoever caused it. */
export function happened<Data>(event: EventDeclaration<Data>, data: NoInfer<Data>): Happened {
  return (ctx, release) => {
    const own = { ...ctx, correlationId: release.correlationId }
    // Its noun is the release even where the declaration's is another (`rollback.…`): one timeline per release.
    const made = eventFor(own, event, { id: release.id, sequence: release.revision + 1 }, data)
    return { ...made, aggregate: { ...made.aggregate, noun: 'release' } }
  }
}

export interface ReleaseChange {
  readonly facts: Partial<Omit<ReleaseItem, 'id' | 'revision'>>
  readonly event: Happened
  /** Other items that change in the same transaction. */
  readonly writes?: readonly TableWrite[]
}

/**
 * Applies what `decide` says to the release as it stands now; undefined means that there is nothing to do.
 * Throws `release.illegal-transition` where the table of transitions has no such step.
 */
export function changeRelease(
  ctx: Context,
  id: ReleaseId,
  decide: (release: ReleaseItem) => ReleaseChange | undefined | Promise<ReleaseChange | undefined>,
): Promise<ReleaseItem> {
  return withRetryOnConflict(async () => {
    const release = await fromId(ctx, id)
    const change = await decide(release)
    if (change === undefined) return release
    const next: ReleaseItem = { ...release, ...change.facts, changedAtMs: ctx.nowMs }
    if (next.state !== release.state && !releaseTransitions[release.state].includes(next.state)) {
      throw illegalTransition(id, release.state, next.state)
    }
    if (isEnded(next.state) && next.endedAtMs === undefined) next.endedAtMs = ctx.nowMs
    const writes = [releaseEntity.replace(next), ...(change.writes ?? [])]
    await commit(ctx, { writes, events: [change.event(ctx, release)] })
    return { ...next, revision: next.revision + 1 }
  })
}
