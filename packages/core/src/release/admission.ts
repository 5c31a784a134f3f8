/** One release at a time per target: who gets in, who waits, who gives way. */
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { limits } from '../limits.ts'
import type { TableWrite } from '../port/table.ts'
import { fromId, type Happened, happened, subjectOf } from './change.ts'
import { releaseAdmitted, releaseQueued, releaseSuperseded } from './event.ts'
import { type ReleaseId, type ReleaseItem, targetName } from './release.ts'
import { lastReleaseEntity, releaseEntity, targetLockEntity } from './store.ts'

type Lock = {
  revision: number
  target: string
  activeRelease?: ReleaseId | undefined
  queuedRelease?: ReleaseId | undefined
  behind?: ReleaseId[] | undefined
}

export const lineFull = defineError(
  'release.line-full',
  'limit',
  'As many releases wait for the target as its line holds.',
  (target: string) => ({
    message: `${limits.releasesInLine.value} releases wait for ${target} already.`,
    wayOut: 'Withdraw some with `houston abort`, or let the pipeline coalesce: `queue: coalesce`.',
  }),
)

/** Who gets in: the target is free, or the release waits in the place of whoever waits there. */
export function decideAdmission(
  lock: Pick<Lock, 'activeRelease' | 'queuedRelease'>,
  waiting: Pick<ReleaseItem, 'state'> | undefined,
): { readonly kind: 'admit' } | { readonly kind: 'queue'; readonly displaces: boolean } {
  if (lock.activeRelease === undefined) return { kind: 'admit' }
  return { kind: 'queue', displaces: lock.queuedRelease !== undefined && waiting?.state === 'queued' }
}

/** Who follows once the target may be free; `forget` drops one that waits no more. */
export function decideNext(
  lock: Pick<Lock, 'activeRelease' | 'queuedRelease'>,
  waiting: Pick<ReleaseItem, 'state'> | undefined,
): 'nobody' | 'forget' | 'admit' {
  if (lock.activeRelease !== undefined || lock.queuedRelease === undefined) return 'nobody'
  return waiting?.state === 'queued' ? 'admit' : 'forget'
}

/** The line without its head: whoever is behind it moves up. */
function withoutHead({ queuedRelease: _, behind = [], ...rest }: Lock): Lock {
  const [head, ...others] = behind
  return { ...rest, ...(head !== undefined && { queuedRelease: head }), ...(others.length > 0 && { behind: others }) }
}

/** The line with one more at its end; one that cannot wait, at its head. */
function inLine(lock: Lock, { id, lane, service, target }: ReleaseItem): Lock {
  const { queuedRelease: head, behind = [] } = lock
  if (head === undefined) return { ...lock, queuedRelease: id }
  if (behind.length >= limits.releasesInLine.value) throw lineFull(targetName({ service, target }))
  return lane === 'hotfix'
    ? { ...lock, queuedRelease: id, behind: [head, ...behind] }
    : { ...lock, behind: [...behind, id] }
}

const writeLock = (lock: Lock): TableWrite =>
  lock.revision === 0 ? targetLockEntity.create(lock) : targetLockEntity.replace(lock)

/** Whoever writes last is the last one. */
const lastOf = ({ service, id }: ReleaseItem): TableWrite =>
  lastReleaseEntity.overwrite({ service, releaseId: id, revision: 0 })

async function readLock(ctx: Context, target: string): Promise<Lock> {
  return (await targetLockEntity.get(ctx.store, { target })) ?? { revision: 0, target }
}

/** A new release, with what else is written and told when it is stored. */
export interface Admission {
  readonly release: ReleaseItem
  readonly writes: readonly TableWrite[]
  /** What happened to it before it was admitted or queued. */
  readonly before: readonly Happened[]
}

/** Stores a new release: admitted where its target is free, else waiting in place of any other that waits. Harmless when repeated. */
export function admit(ctx: Context, { release: planned, writes, before }: Admission): Promise<ReleaseItem> {
  return withRetryOnConflict(async () => {
    const lock = await readLock(ctx, targetName(planned))
    // The event that starts it may come twice at once: whoever lost the race finds the release here. Looked for after the lock
    // was read: a lock that names the release already would make it displace itself.
    const found = await releaseEntity.get(ctx.store, { id: planned.id })
    if (found !== undefined) return found
    const waiting = lock.queuedRelease === undefined ? undefined : await fromId(ctx, lock.queuedRelease)
    const decided = decideAdmission(lock, waiting)
    const free = decided.kind === 'admit'
    const release: ReleaseItem = { ...planned, state: free ? 'admitted' : 'queued', revision: before.length }
    const lines = planned.queue === 'fifo'
    const displaced = decided.kind === 'queue' && decided.displaces && !lines ? waiting : undefined
    const queued = lines && waiting?.state === 'queued' ? inLine(lock, release) : { ...lock, queuedRelease: release.id }
    const nextLock = free ? { ...lock, activeRelease: release.id } : queued
    const superseding = displaced === undefined ? undefined : supersede(ctx, displaced, release.id)
    await commit(ctx, {
      writes: [
        releaseEntity.create(release),
        writeLock(nextLock),
        lastOf(release),
        ...writes,
        ...(superseding?.writes ?? []),
      ],
      events: [
        ...before.map((event, revision) => event(ctx, { ...release, revision })),
        happened(free ? releaseAdmitted : releaseQueued, subjectOf(release))(ctx, release),
        ...(superseding?.events ?? []),
      ],
    })
    return { ...release, revision: release.revision + 1 }
  })
}

function supersede(ctx: Context, release: ReleaseItem, by: string) {
  const reason = { code: 'superseded', sentence: `Release ${by} is newer and took its place in the queue.` }
  const next: ReleaseItem = { ...release, state: 'superseded', reason, changedAtMs: ctx.nowMs, endedAtMs: ctx.nowMs }
  return {
    writes: [releaseEntity.replace(next)],
    events: [happened(releaseSuperseded, { ...subjectOf(release), supersededBy: by })(ctx, release)],
  }
}

/** The write that frees a target when its release ends; part of the transaction that ends it. */
export async function leaveTarget(ctx: Context, release: ReleaseItem): Promise<TableWrite[]> {
  const lock = await readLock(ctx, targetName(release))
  if (lock.activeRelease !== release.id) return []
  const { activeRelease: _, ...rest } = lock
  return [targetLockEntity.replace(rest)]
}

/** The release that may move the target's traffic now; undefined where it is free. */
export const holderOf = async (
  ctx: Context,
  release: Pick<ReleaseItem, 'service' | 'target'>,
): Promise<ReleaseId | undefined> => (await readLock(ctx, targetName(release))).activeRelease

/** The write by which an ended release holds its target once more, or the release that holds it now. */
export async function retakeTarget(
  ctx: Context,
  release: ReleaseItem,
): Promise<{ readonly heldBy: ReleaseId } | { readonly writes: readonly TableWrite[] }> {
  const lock = await readLock(ctx, targetName(release))
  if (lock.activeRelease !== undefined && lock.activeRelease !== release.id) return { heldBy: lock.activeRelease }
  return { writes: [writeLock({ ...lock, activeRelease: release.id })] }
}

/** The write that takes a waiting release out of the queue; part of the transaction that withdraws it. */
export async function leaveQueue(ctx: Context, release: ReleaseItem): Promise<TableWrite[]> {
  const lock = await readLock(ctx, targetName(release))
  if (lock.queuedRelease === release.id) return [targetLockEntity.replace(withoutHead(lock))]
  if (!lock.behind?.includes(release.id)) return []
  return [targetLockEntity.replace({ ...lock, behind: lock.behind.filter((id) => id !== release.id) })]
}

/** Lets the waiting release in, where the target is free and one waits. Harmless when repeated. */
export function admitNext(ctx: Context, target: string): Promise<ReleaseItem | undefined> {
  return withRetryOnConflict(async () => {
    const lock = await readLock(ctx, target)
    const release = lock.queuedRelease === undefined ? undefined : await fromId(ctx, lock.queuedRelease)
    const decided = decideNext(lock, release)
    if (decided === 'nobody' || release === undefined) return undefined
    const rest = withoutHead(lock)
    if (decided === 'forget') {
      await commit(ctx, { writes: [targetLockEntity.replace(rest)] })
      return rest.queuedRelease === undefined ? undefined : admitNext(ctx, target)
    }
    const next: ReleaseItem = { ...release, state: 'admitted', changedAtMs: ctx.nowMs }
    await commit(ctx, {
      writes: [releaseEntity.replace(next), targetLockEntity.replace({ ...rest, activeRelease: release.id })],
      events: [happened(releaseAdmitted, subjectOf(release))(ctx, release)],
    })
    return next
  })
}

/** The release that holds the target of this one; undefined where none does. */
export async function holdingRelease(ctx: Context, release: ReleaseItem): Promise<ReleaseItem | undefined> {
  const { activeRelease } = await readLock(ctx, targetName(release))
  if (activeRelease === undefined) return undefined
  return activeRelease === release.id ? release : fromId(ctx, activeRelease)
}
