/** Where rotations, schedules with their versions, exceptions, swaps and calendar feeds lie in the table. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { nameSchema } from '../service/index.ts'
import { overrideIdSchema, temporarySchema, temporaryShiftSchema } from './exception.ts'
import { rotationSpecSchema } from './rotation.ts'
import { roleSchema, scheduleSchema } from './schedule.ts'
import { swapSchema } from './swap.ts'

/** Fifteen digits hold every millisecond until the year 33658, and sort as text. */
const padded = (timeMs: number): string => String(timeMs).padStart(15, '0')

/** All rotations, by name. */
export const allRotations = { index: 'gsi1', pk: 'rotations' } as const

export const rotationEntity = defineEntity({
  name: 'rotation',
  itemVersion: 1,
  schema: z.object({ ...revisioned, name: nameSchema, spec: rotationSpecSchema }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `rotation#${name}`, sk: 'rotation' }),
  indexes: ({ name }) => ({ gsi1: { pk: allRotations.pk, sk: name } }),
})

/** All schedules, by name. */
export const allSchedules = { index: 'gsi1', pk: 'schedules' } as const

/** The schedule as it is now. Its revision counts every change, those of its exceptions too: they come one after the other. */
export const scheduleEntity = defineEntity({
  name: 'schedule',
  itemVersion: 1,
  schema: z.object({ ...revisioned, name: nameSchema, spec: scheduleSchema }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `schedule#${name}`, sk: 'schedule' }),
  indexes: ({ name }) => ({ gsi1: { pk: allSchedules.pk, sk: name } }),
})

/** A schedule as it was known from a time on, with the rotations that it named then: never changed, never removed. */
export const scheduleVersionEntity = defineEntity({
  name: 'schedule-version',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    schedule: nameSchema,
    knownFromMs: z.int().nonnegative(),
    /** The schedule's revision that it belongs to: of two at the same instant the later counts. */
    number: z.int().positive(),
    spec: scheduleSchema,
    rotations: z.record(nameSchema, rotationSpecSchema),
    recordedBy: z.string(),
  }),
  keyFields: ['schedule', 'knownFromMs', 'number'],
  key: ({ schedule, knownFromMs, number }) => ({
    pk: `schedule#${schedule}`,
    sk: `version#${padded(knownFromMs)}#${String(number).padStart(9, '0')}`,
  }),
})

/** The versions of a schedule that were known at an instant; the last of them counts. */
export const versionsUntil = (schedule: string, knownAtMs: number) => ({
  pk: `schedule#${schedule}`,
  skBetween: [`version#${padded(0)}`, `version#${padded(knownAtMs)}#~`] as const,
})

const knownFields = {
  ...revisioned,
  schedule: nameSchema,
  role: roleSchema,
  fromMs: z.int(),
  untilMs: z.int(),
  recordedAtMs: z.int(),
  withdrawnAtMs: z.int().optional(),
  recordedBy: z.string(),
  why: z.string(),
}

/** Sorted by their ends, so that what is over is not read to tell what is. */
export const overrideEntity = defineEntity({
  name: 'override',
  itemVersion: 1,
  schema: z.object({
    ...knownFields,
    id: overrideIdSchema,
    kind: z.enum(['add', 'remove', 'replace']),
    person: nameSchema,
    replaces: nameSchema.optional(),
  }),
  keyFields: ['schedule', 'untilMs', 'id'],
  key: ({ schedule, untilMs, id }) => ({ pk: `schedule#${schedule}`, sk: `override#${padded(untilMs)}#${id}` }),
  indexes: ({ id, schedule, untilMs }) => ({
    gsi1: { pk: overrideOfId(id), sk: 'override' },
    gsi2: { pk: allOverrides, sk: `${padded(untilMs)}#${schedule}` },
  }),
})

const allOverrides = 'overrides'
const allTemporaries = 'temporaries'
const endingAfter = (pk: string, atMs: number) =>
  ({ index: 'gsi2', pk, skBetween: [padded(atMs + 1), '~'] as const }) as const
/** Overrides of every schedule that end after the instant: who is on call everywhere is few readings. */
export const everyOverrideEndingAfter = (atMs: number) => endingAfter(allOverrides, atMs)
/** Temporary schedules of every schedule that end after the instant. */
export const everyTemporaryEndingAfter = (atMs: number) => endingAfter(allTemporaries, atMs)

/** An override by its id alone, in gsi1. */
export const overrideOfId = (id: string): string => `override#${id}`
/** Overrides that end after the instant. */
export const overridesEndingAfter = (schedule: string, atMs: number) => ({
  pk: `schedule#${schedule}`,
  skBetween: [`override#${padded(atMs + 1)}`, 'override#~'] as const,
})

export const temporaryEntity = defineEntity({
  name: 'temporary',
  itemVersion: 1,
  schema: z.object({ ...knownFields, id: temporarySchema.shape.id, shifts: z.array(temporaryShiftSchema) }),
  keyFields: ['schedule', 'untilMs', 'id'],
  key: ({ schedule, untilMs, id }) => ({ pk: `schedule#${schedule}`, sk: `temporary#${padded(untilMs)}#${id}` }),
  indexes: ({ schedule, untilMs }) => ({ gsi2: { pk: allTemporaries, sk: `${padded(untilMs)}#${schedule}` } }),
})

/** Temporary schedules that end after the instant. */
export const temporariesEndingAfter = (schedule: string, atMs: number) => ({
  pk: `schedule#${schedule}`,
  skBetween: [`temporary#${padded(atMs + 1)}`, 'temporary#~'] as const,
})

/** Swaps of a schedule, by the time of asking. */
export const swapsOfSchedule = (schedule: string) => ({ index: 'gsi1', pk: `swaps#schedule#${schedule}` }) as const

export const swapEntity = defineEntity({
  name: 'swap',
  itemVersion: 1,
  schema: z.object({ ...revisioned, id: swapSchema.shape.id, swap: swapSchema }),
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `swap#${id}`, sk: 'swap' }),
  indexes: ({ id, swap }) => ({ gsi1: { pk: swapsOfSchedule(swap.schedule).pk, sk: id } }),
})

/** A calendar that may be read by whoever knows its token; the token itself is not kept. */
export const feedEntity = defineEntity({
  name: 'feed',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    /** SHA-256 of the token, in hex. */
    digest: z.string(),
    schedule: nameSchema,
    person: nameSchema.optional(),
    madeBy: z.string(),
    madeAtMs: z.int(),
  }),
  keyFields: ['digest'],
  key: ({ digest }) => ({ pk: `feed#${digest}`, sk: 'feed' }),
})
