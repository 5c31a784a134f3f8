/** Groups, for everybody but the intake: found, listed, and how they ended. */
import * as z from 'zod'
import { commit, commitConflict, listEvents } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import type { DomainEvent } from '../event.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { nameOfCause } from './describe.ts'
import { correlationLimits } from './limits.ts'
import { type GroupRecord, groupUnknown } from './record.ts'
import { endedGroups, groupEntity, groupsOfService, openGroups, recentChangeEntity } from './store.ts'

export { serviceOf } from './describe.ts'

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

export async function fromId(ctx: Context, id: string): Promise<GroupRecord> {
  const found = await groupEntity.get(ctx.store, { id })
  if (found === undefined) throw groupUnknown(id)
  return found
}

/** Those of the ids that are known, in one reading. */
export async function fromIds(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, GroupRecord>> {
  const keys = [...new Set(ids)].map((id) => ({ id }))
  const found = await groupEntity.batchGet(ctx.store, keys)
  return new Map(found.flatMap((group) => (group === undefined ? [] : [[group.id, group] as const])))
}

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'correlation.get',
    summary: 'One group of alerts',
    input: z.object({ groupId: z.string() }),
    allowedTo: readers,
  },
  (ctx, { groupId }) => fromId(ctx, groupId),
)

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'correlation.list',
    summary:
      'Groups that are open; of a service also those that are over, the newest first; or those that ended on a day',
    input: z.object({
      service: z.string().optional(),
      endedOnMs: z.int().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(100),
      cursor: z.string().optional(),
    }),
    allowedTo: readers,
  },
  (ctx, { service, endedOnMs, limit, cursor }): Promise<Page<GroupRecord>> => {
    const where =
      service !== undefined ? groupsOfService(service) : endedOnMs === undefined ? openGroups : endedGroups(endedOnMs)
    return groupEntity.query(ctx.store, { ...where, limit, newestFirst: true, ...(cursor !== undefined && { cursor }) })
  },
)

export const timeline = /* @__PURE__ */ defineOperation(
  {
    name: 'correlation.timeline',
    summary: 'What happened to a group, and why alerts came into it or left it',
    input: z.object({
      groupId: z.string(),
      cursor: z.string().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(limits.queryPageItems.value),
    }),
    allowedTo: readers,
  },
  (ctx, { groupId, cursor, limit }): Promise<Page<DomainEvent>> => listEvents(ctx, 'group', groupId, cursor, limit),
)

export interface PastGroup {
  readonly id: string
  readonly openedMs: number
  readonly cause: string
  readonly services: readonly string[]
  readonly tokens: readonly string[]
  readonly resolvedBy?: string
}

/** Groups of a service that are over, for comparison with a new one. */
export async function pastOf(ctx: Context, service: string): Promise<readonly PastGroup[]> {
  const limit = correlationLimits.pastGroups.value
  const { items } = await groupEntity.query(ctx.store, { ...groupsOfService(service), limit, newestFirst: true })
  return items
    .filter(({ state }) => state === 'resolved')
    .map(({ id, openedAtMs: openedMs, causes, services, tokens, resolvedBy }) => ({
      id,
      openedMs,
      cause: nameOfCause(causes[0]),
      services,
      tokens,
      ...(resolvedBy !== undefined && { resolvedBy }),
    }))
}

/** Notes that something changed: a release began or ended, a flag was turned, a configuration was set. Harmless when repeated. */
export const noteChange = /* @__PURE__ */ defineOperation(
  {
    name: 'correlation.note-change',
    summary: 'Note a change of a service, which may be the cause of alerts to come',
    input: z.object({ id: z.string(), service: z.string(), timeMs: z.int(), releaseId: z.string().optional() }),
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, change): Promise<void> => {
    await noteOnce(ctx, { ...change, notedAtMs: change.timeMs, revision: 0 })
  },
)

/** Notes that a release ended, whichever way. Harmless when repeated. */
export const finishChange = /* @__PURE__ */ defineOperation(
  {
    name: 'correlation.finish-change',
    summary: 'Note that a release is no longer on its way',
    input: z.object({ releaseId: z.string(), service: z.string(), timeMs: z.int() }),
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, { releaseId: id, service, timeMs }): Promise<void> => {
    await noteOnce(ctx, { id, service, timeMs, isEnded: true, notedAtMs: timeMs, revision: 0 })
  },
)

type Note = Parameters<typeof recentChangeEntity.create>[0]

/** An event that comes again, however much later, is the same note. */
async function noteOnce(ctx: Context, note: Note): Promise<void> {
  if ((await recentChangeEntity.get(ctx.store, note)) !== undefined) return
  try {
    await commit(ctx, { writes: [recentChangeEntity.create(note)] })
  } catch (error) {
    // It came twice at once: the other one noted it.
    if (!commitConflict.is(error)) throw error
  }
}
