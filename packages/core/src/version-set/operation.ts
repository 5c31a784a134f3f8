/** What can be done with version sets: record one, look at them, release one. */
import * as z from 'zod'
import { actorName } from '../actor.ts'
import * as Artifact from '../artifact/surface.ts'
import { commit, commitConflict, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { defineEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { Bringing } from '../promotion/index.ts'
import * as Promotion from '../promotion/surface.ts'
import { allVersionSets, versionSetEntity } from './store.ts'
import {
  memberSchema,
  membersSchema,
  setNameSchema,
  type VersionSet,
  versionSetSchema,
  versionSetTaken,
  versionSetUnknown,
} from './version-set.ts'

export const versionSetRecorded = defineEvent(
  'version-set.recorded',
  1,
  'Versions that were tested together are pinned.',
  {
    versionSet: versionSetSchema,
  },
)
export const versionSetReleased = defineEvent(
  'version-set.released',
  1,
  'Every version of a set is brought to production.',
  {
    name: setNameSchema,
    by: z.string(),
    why: z.string(),
    members: z.array(memberSchema.extend({ promotionId: z.string(), kind: z.string() })),
  },
)

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

/** Pins each version by the digest that it is recorded with. The same set again is harmless. */
export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'version-set.record',
    summary: 'Pin versions that were tested together',
    input: z.object({ name: setNameSchema, members: membersSchema, note: z.string().max(4_000).default('') }),
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, { name, members, note }): Promise<{ recorded: boolean }> => {
    const pinned = await Promise.all(members.map((member) => pin(ctx, member)))
    const versionSet: VersionSet = {
      name,
      members: pinned.toSorted((a, b) => (a.service < b.service ? -1 : 1)),
      note,
      recordedBy: actorName(ctx.actor),
      recordedAtMs: ctx.nowMs,
    }
    const event = eventFor(ctx, versionSetRecorded, { id: name, sequence: 1 }, { versionSet })
    try {
      await commit(ctx, { writes: [versionSetEntity.create({ ...versionSet, revision: 0 })], events: [event] })
      return { recorded: true }
    } catch (error) {
      if (!commitConflict.is(error)) throw error
      const found = await fromName(ctx, name)
      if (canonicalJson(found.members) !== canonicalJson(versionSet.members)) throw versionSetTaken(name)
      return { recorded: false }
    }
  },
)

async function pin(ctx: Context, { service, version }: z.output<typeof memberSchema>) {
  const artifact = await Artifact.fromVersion(ctx, service, version)
  Artifact.refuseRemoved(artifact)
  const { digest, pipeline } = artifact
  return { service, version, digest, pipeline }
}

export async function fromName(
  ctx: Context,
  name: string,
): Promise<z.output<typeof versionSetSchema> & { revision: number }> {
  const found = await versionSetEntity.get(ctx.store, { name })
  if (found === undefined) throw versionSetUnknown(name)
  return found
}

export const get = /* @__PURE__ */ defineOperation(
  { name: 'version-set.get', summary: 'One version set', input: z.object({ name: setNameSchema }), allowedTo: readers },
  (ctx, { name }): Promise<VersionSet> => fromName(ctx, name),
)

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'version-set.list',
    summary: 'Version sets, the newest first',
    input: z.object({
      cursor: z.string().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(50),
    }),
    allowedTo: readers,
  },
  (ctx, { cursor, limit }): Promise<Page<VersionSet>> =>
    versionSetEntity.query(ctx.store, {
      ...allVersionSets,
      limit,
      newestFirst: true,
      ...(cursor !== undefined && { cursor }),
    }),
)

export interface ReleasedMember {
  readonly service: string
  readonly version: string
  readonly kind: Bringing['kind']
  readonly promotionId: string
}

/** Brings every version of the set to production, each on its own path; what is there or on its way is left alone. */
export const release = /* @__PURE__ */ defineOperation(
  {
    name: 'version-set.release',
    summary: 'Bring every version of a set to production',
    input: z.object({ name: setNameSchema, why: z.string().trim().min(1, 'say why, in a few words').max(1_000) }),
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, { name, why }): Promise<{ members: readonly ReleasedMember[] }> => {
    const found = await fromName(ctx, name)
    const members: ReleasedMember[] = []
    for (const { service, version } of found.members) {
      const { kind, promotionId } = await Promotion.bring(ctx, service, version)
      members.push({ service, version, kind, promotionId })
    }
    const aggregate = { id: name, sequence: found.revision + 1 }
    const event = eventFor(ctx, versionSetReleased, aggregate, { name, by: actorName(ctx.actor), why, members })
    await commit(ctx, { writes: [versionSetEntity.replace(found)], events: [event] })
    return { members }
  },
)
