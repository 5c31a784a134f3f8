/** Overrides, temporary schedules and swaps, as people make them. All changes of one schedule come one after the other. */
import * as z from 'zod'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import type { DomainEvent, EventDeclaration } from '../event.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import { nameSchema } from '../service/index.ts'
import { overrideAdded, overrideRemoved } from './event.ts'
import { type Override, overrideId, overrideSchema, temporaryId, temporarySchema } from './exception.ts'
import { oncallLimits } from './limits.ts'
import { scheduleFromName } from './reading.ts'
import { roleSchema } from './schedule.ts'
import { overrideEntity, overrideOfId, scheduleEntity, temporaryEntity } from './store.ts'

export const overrideUnknown = defineError(
  'oncall.override-unknown',
  'missing',
  'No override has that id.',
  (id: string) => ({
    message: `There is no override ${id}.`,
    fields: [{ path: 'overrideId', message: 'is not the id of an override' }],
    wayOut: '`houston oncall history` lists them with their ids.',
  }),
)
export const exceptionOver = defineError(
  'oncall.exception-over',
  'conflict',
  'The time of the exception has passed: it cannot change who was on call.',
  (untilMs: number) => ({
    message: `It ended at ${new Date(untilMs).toISOString()}; what was is not changed.`,
    fields: [{ path: 'untilMs', message: 'lies in the past' }],
    wayOut: 'Make one that ends later.',
  }),
)

/** Makes the event of a change once the schedule's next sequence is known. */
export type ScheduleEvent = (sequence: number) => DomainEvent

export const scheduleEvent =
  <Data>(ctx: Context, schedule: string, event: EventDeclaration<Data>, data: NoInfer<Data>): ScheduleEvent =>
  (sequence) =>
    eventFor(ctx, event, { id: `schedule:${schedule}`, sequence }, data)

/** Writes the change of a schedule's exceptions in turn with all others of it. */
export async function changeSchedule(
  ctx: Context,
  schedule: string,
  writes: readonly TableWrite[],
  event: ScheduleEvent,
): Promise<void> {
  const found = await scheduleFromName(ctx, schedule)
  await commit(ctx, { writes: [scheduleEntity.replace(found), ...writes], events: [event(found.revision + 1)] })
}

const kindShape = {
  schedule: nameSchema,
  role: roleSchema.default('primary'),
  kind: z.enum(['add', 'remove', 'replace']).default('replace'),
  person: nameSchema,
  replaces: nameSchema.optional(),
  fromMs: z.int().nonnegative(),
  untilMs: z.int().nonnegative(),
  why: z.string().max(oncallLimits.swapNoteLetters.value).default(''),
}

const addInput = z
  .strictObject(kindShape)
  .refine(({ fromMs, untilMs }) => fromMs < untilMs && untilMs - fromMs <= oncallLimits.exceptionMs.value, {
    message: 'must be later than fromMs, by 400 days at most',
    path: ['untilMs'],
  })
  .refine(({ kind, replaces }) => kind === 'replace' || replaces === undefined, {
    message: 'is for overrides that replace',
    path: ['replaces'],
  })

/** It counts from now on: what was before is told as it was. */
export const addOverride = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.add-override',
    summary: 'Put somebody on call for a while, take somebody off, or let one stand in for another',
    input: addInput,
    allowedTo: ['responder', 'admin'],
  },
  (ctx, input): Promise<Override> => {
    if (input.untilMs <= ctx.nowMs) throw exceptionOver(input.untilMs)
    const id = overrideId.derive(ctx.nowMs, ctx.correlationId, JSON.stringify(input))
    const { id: by } = ctx.actor
    const override = overrideSchema.parse({ ...input, id, recordedAtMs: ctx.nowMs, recordedBy: by })
    const { schedule, role, kind, person, replaces, fromMs, untilMs, why } = input
    const named = { schedule, role, fromMs, untilMs, overrideId: id, kind, person, by, why }
    const data = { ...named, ...(replaces !== undefined && { replaces }) }
    return withRetryOnConflict(async () => {
      const write = overrideEntity.create({ ...override, revision: 0 })
      await changeSchedule(ctx, schedule, [write], scheduleEvent(ctx, schedule, overrideAdded, data))
      return override
    })
  },
)

export const removeOverride = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.remove-override',
    summary: 'Let an override count no more from now on',
    input: z.object({ overrideId: z.string() }),
    allowedTo: ['responder', 'admin'],
  },
  (ctx, { overrideId: id }): Promise<{ withdrawn: boolean }> =>
    withRetryOnConflict(async () => {
      const { items } = await overrideEntity.query(ctx.store, { index: 'gsi1', pk: overrideOfId(id), limit: 1 })
      const found = items[0] && (await overrideEntity.get(ctx.store, items[0]))
      if (found === undefined) throw overrideUnknown(id)
      if (found.withdrawnAtMs !== undefined) return { withdrawn: false }
      const { schedule } = found
      const write = overrideEntity.replace({ ...found, withdrawnAtMs: ctx.nowMs })
      const data = { schedule, overrideId: id, by: ctx.actor.id }
      await changeSchedule(ctx, schedule, [write], scheduleEvent(ctx, schedule, overrideRemoved, data))
      return { withdrawn: true }
    }),
)

const temporaryInput = z.strictObject({
  schedule: nameSchema,
  role: roleSchema.default('primary'),
  fromMs: z.int().nonnegative(),
  untilMs: z.int().nonnegative(),
  shifts: temporarySchema.shape.shifts,
  why: z.string().max(oncallLimits.swapNoteLetters.value).default(''),
})

export const addTemporary = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.add-temporary',
    summary: 'Let a temporary schedule stand in for the layers of a role',
    input: temporaryInput,
    allowedTo: ['admin'],
  },
  (ctx, input) => {
    if (input.untilMs <= ctx.nowMs) throw exceptionOver(input.untilMs)
    const id = temporaryId.derive(ctx.nowMs, ctx.correlationId, JSON.stringify(input))
    const { id: by } = ctx.actor
    const temporary = temporarySchema.parse({ ...input, id, recordedAtMs: ctx.nowMs, recordedBy: by })
    const { schedule, role, fromMs, untilMs, why } = input
    const data = { schedule, role, fromMs, untilMs, overrideId: id, kind: 'temporary' as const, by, why }
    return withRetryOnConflict(async () => {
      const write = temporaryEntity.create({ ...temporary, revision: 0 })
      await changeSchedule(ctx, schedule, [write], scheduleEvent(ctx, schedule, overrideAdded, data))
      return temporary
    })
  },
)
