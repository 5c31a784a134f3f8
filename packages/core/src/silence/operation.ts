/** What can be done with silences and maintenance windows. */
import * as z from 'zod'
import { actorName } from '../actor.ts'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { durationMsSchema } from '../duration.ts'
import { defineError } from '../error.ts'
import { defineId } from '../id.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import { matchersInputSchema } from './document.ts'
import { maintenanceRecorded, maintenanceRemoved, silenceExpired, silenceSet } from './event.ts'
import { silenceLimits } from './limits.ts'
import { type Maintenance, maintenanceSchema } from './maintenance.ts'
import { matcherSchema } from './matcher.ts'
import {
  decideSilenceUpdate,
  expireSilence,
  type Silence,
  type SilenceState,
  silenceInvalid,
  silenceProblems,
  silenceStateAt,
} from './silence.ts'
import { allMaintenance, allSilences, maintenanceEntity, muteHeadEntity, silenceEntity } from './store.ts'

export const silenceId = defineId('sil')

export const silenceUnknown = defineError(
  'silence.unknown',
  'missing',
  'There is no silence of that id.',
  (id: string) => ({
    message: `There is no silence ${id}.`,
    fields: [{ path: 'id', message: `${id} is not known` }],
    wayOut: '`houston silence list` shows those that hold or held in the last week.',
  }),
)

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const
const people = ['responder', 'admin'] as const

/** Sets a silence, or changes one that still holds. */
export const set = /* @__PURE__ */ defineOperation(
  {
    name: 'silence.set',
    summary: 'Keep people from hearing of some alerts for a while',
    input: z.object({
      /** Of the silence to change; absent for a new one. */
      id: z.string().optional(),
      /** As Alertmanager writes them, `{service="checkout"}`, or as a list. */
      matchers: matchersInputSchema,
      startsAtMs: z.int().optional(),
      endsAtMs: z.int().optional(),
      duration: durationMsSchema.optional(),
      reason: z.string().min(1).max(1_000),
    }),
    allowedTo: people,
  },
  (ctx, input): Promise<Silence> =>
    withRetryOnConflict(async () => {
      const found = input.id === undefined ? undefined : await silenceEntity.get(ctx.store, { id: input.id })
      if (input.id !== undefined && found === undefined) throw silenceUnknown(input.id)
      const startsAtMs = input.startsAtMs ?? found?.startsAtMs ?? ctx.nowMs
      const endsAtMs =
        input.endsAtMs ?? Math.max(ctx.nowMs, startsAtMs) + (input.duration ?? silenceLimits.usualMs.value)
      const id = input.id ?? silenceId.create(ctx.nowMs, ctx.random)
      const { matchers, reason } = input
      const next: Silence = { id, matchers, startsAtMs, endsAtMs, createdBy: actorName(ctx.actor), reason }
      const problems = silenceProblems(next, ctx.nowMs)
      if (problems.length > 0) throw silenceInvalid(problems)
      return found === undefined ? store(ctx, next, 0) : change(ctx, found, next)
    }),
)

async function change(ctx: Context, found: Silence & { revision: number }, next: Silence): Promise<Silence> {
  const decision = decideSilenceUpdate(found, next, ctx.nowMs)
  if (decision.kind === 'refuse')
    throw silenceInvalid([{ path: 'id', message: `it cannot be changed: ${decision.reason}` }])
  if (decision.kind === 'update') return store(ctx, next, found.revision)
  await end(ctx, found)
  return store(ctx, { ...next, id: silenceId.create(ctx.nowMs, ctx.random) }, 0)
}

async function store(ctx: Context, silence: Silence, revision: number): Promise<Silence> {
  const item = { ...silence, revision }
  const event = eventFor(ctx, silenceSet, { id: silence.id, sequence: revision + 1 }, { silence })
  const write = revision === 0 ? silenceEntity.create(item) : silenceEntity.replace(item)
  await commit(ctx, { writes: [write, await nextHead(ctx)], events: [event] })
  return silence
}

async function end(ctx: Context, found: Silence & { revision: number }): Promise<void> {
  const { revision, ...silence } = found
  const ended = expireSilence(silence, ctx.nowMs)
  const data = { silence: ended, by: actorName(ctx.actor) }
  const event = eventFor(ctx, silenceExpired, { id: silence.id, sequence: revision + 1 }, data)
  await commit(ctx, { writes: [silenceEntity.replace({ ...ended, revision }), await nextHead(ctx)], events: [event] })
}

/** Every change of what is muted counts the head on: what is kept in memory is known to be old. */
async function nextHead(ctx: Context): Promise<TableWrite> {
  const head = await muteHeadEntity.get(ctx.store, { name: 'mutes' })
  return head === undefined ? muteHeadEntity.create({ name: 'mutes', revision: 0 }) : muteHeadEntity.replace(head)
}

/** A silence from a file: its name is its id, so that the same file again changes nothing. One that is over stays so. */
export const recordSilence = /* @__PURE__ */ defineOperation(
  {
    name: 'silence.record',
    summary: 'Declare a silence by its name',
    input: z.object({
      name: z.string().min(1).max(100),
      matchers: z.array(matcherSchema).min(1).max(20),
      startsAtMs: z.int().optional(),
      endsAtMs: z.int(),
      reason: z.string().min(1).max(1_000),
    }),
    allowedTo: people,
  },
  (ctx, { name: id, ...given }): Promise<{ changed: boolean }> =>
    withRetryOnConflict(async () => {
      const found = await silenceEntity.get(ctx.store, { id })
      if (given.endsAtMs <= ctx.nowMs) return { changed: false }
      const startsAtMs = given.startsAtMs ?? found?.startsAtMs ?? ctx.nowMs
      const next: Silence = { id, ...given, startsAtMs, createdBy: found?.createdBy ?? actorName(ctx.actor) }
      const revision = found?.revision ?? 0
      if (canonicalJson(found) === canonicalJson({ ...next, revision })) return { changed: false }
      const problems = silenceProblems(next, ctx.nowMs)
      if (problems.length > 0) throw silenceInvalid(problems)
      await store(ctx, next, revision)
      return { changed: true }
    }),
)

/** Ends a silence now. One that is over is left as it is. */
export const expire = /* @__PURE__ */ defineOperation(
  {
    name: 'silence.expire',
    summary: 'End a silence before its time',
    input: z.object({ id: z.string() }),
    allowedTo: people,
  },
  (ctx, { id }): Promise<{ ended: boolean }> =>
    withRetryOnConflict(async () => {
      const found = await silenceEntity.get(ctx.store, { id })
      if (found === undefined) throw silenceUnknown(id)
      if (silenceStateAt(found, ctx.nowMs) === 'expired') return { ended: false }
      await end(ctx, found)
      return { ended: true }
    }),
)

export interface MuteListing {
  readonly silences: readonly (Silence & { readonly state: SilenceState })[]
  readonly maintenance: readonly Maintenance[]
}

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'silence.list',
    summary: 'Silences that hold, will hold or held in the last week, and maintenance windows',
    input: z.object({ expired: z.boolean().default(false) }),
    allowedTo: readers,
  },
  async (ctx, { expired }): Promise<MuteListing> => {
    const { silences, maintenance } = await readMutes(ctx)
    const shown = silences.map((silence) => ({ ...silence, state: silenceStateAt(silence, ctx.nowMs) }))
    return { silences: shown.filter(({ state }) => expired || state !== 'expired'), maintenance }
  },
)

/** Everything that may mute, for the intake. */
export async function readMutes(ctx: Context) {
  const limit = silenceLimits.silences.value
  const [silences, maintenance] = await Promise.all([
    silenceEntity.queryAll(ctx.store, { ...allSilences, limit }),
    maintenanceEntity.queryAll(ctx.store, { ...allMaintenance, limit: silenceLimits.windows.value }),
  ])
  return { silences, maintenance }
}

/** Counts changes: the same number means that nothing is muted otherwise. */
export const mutesRevision = async (ctx: Context): Promise<number> =>
  (await muteHeadEntity.get(ctx.store, { name: 'mutes' }))?.revision ?? 0

/** Declares a maintenance window; the same definition again changes nothing. */
export const recordMaintenance = /* @__PURE__ */ defineOperation(
  {
    name: 'silence.record-maintenance',
    summary: 'Declare times that come again in which people hear nothing of some alerts',
    input: maintenanceSchema,
    allowedTo: ['admin'],
  },
  (ctx, maintenance): Promise<{ changed: boolean }> =>
    withRetryOnConflict(async () => {
      const found = await maintenanceEntity.get(ctx.store, { name: maintenance.name })
      const revision = found?.revision ?? 0
      if (canonicalJson(found) === canonicalJson({ ...maintenance, revision })) return { changed: false }
      const item = { ...maintenance, revision }
      const aggregate = { id: maintenance.name, sequence: ctx.nowMs }
      const event = eventFor(ctx, maintenanceRecorded, aggregate, { maintenance })
      const write = found === undefined ? maintenanceEntity.create(item) : maintenanceEntity.replace(item)
      await commit(ctx, { writes: [write, await nextHead(ctx)], events: [event] })
      return { changed: true }
    }),
)

export const removeMaintenance = /* @__PURE__ */ defineOperation(
  {
    name: 'silence.remove-maintenance',
    summary: 'Take a maintenance window away',
    input: z.object({ name: z.string() }),
    allowedTo: ['admin'],
  },
  (ctx, { name }): Promise<{ changed: boolean }> =>
    withRetryOnConflict(async () => {
      const found = await maintenanceEntity.get(ctx.store, { name })
      if (found === undefined) return { changed: false }
      const event = eventFor(
        ctx,
        maintenanceRemoved,
        { id: name, sequence: ctx.nowMs },
        { name, by: actorName(ctx.actor) },
      )
      await commit(ctx, { writes: [maintenanceEntity.remove(found), await nextHead(ctx)], events: [event] })
      return { changed: true }
    }),
)
