/**
 * Exceptions from a schedule: overrides for a while, and temporary schedules. Each says when it became known and when it was withdrawn, so that
 * what was known at any time can be told later.
 */
import * as z from 'zod'
import { defineId } from '../id.ts'
import { nameSchema } from '../service/index.ts'
import { oncallLimits } from './limits.ts'
import { roleSchema } from './schedule.ts'

export const overrideId = defineId('ovr')
export const temporaryId = defineId('tmp')

const knownShape = {
  schedule: nameSchema,
  role: roleSchema,
  fromMs: z.int().nonnegative(),
  untilMs: z.int().nonnegative(),
  recordedAtMs: z.int().nonnegative(),
  /** From then on it counts no more, as if it had never been made. */
  withdrawnAtMs: z.int().nonnegative().optional(),
  recordedBy: z.string().min(1).max(256),
  why: z.string().max(oncallLimits.swapNoteLetters.value).default(''),
}

const inOrder = ({ fromMs, untilMs }: { fromMs: number; untilMs: number }): boolean =>
  fromMs < untilMs && untilMs - fromMs <= oncallLimits.exceptionMs.value
const inOrderProblem = { message: 'must be later than fromMs, by 400 days at most', path: ['untilMs'] }

export const overrideIdSchema = z.string().refine(overrideId.is, 'must be an override id such as ovr_01…')

export const overrideSchema = z
  .discriminatedUnion('kind', [
    /** The person is on call besides whoever is. */
    z.strictObject({ kind: z.literal('add'), id: overrideIdSchema, person: nameSchema, ...knownShape }),
    /** The person is not on call. */
    z.strictObject({ kind: z.literal('remove'), id: overrideIdSchema, person: nameSchema, ...knownShape }),
    /** The person stands in where `replaces` is on call; for everybody where it is not given, and then covers gaps, too. */
    z.strictObject({
      kind: z.literal('replace'),
      id: overrideIdSchema,
      person: nameSchema,
      replaces: nameSchema.optional(),
      ...knownShape,
    }),
  ])
  .refine(inOrder, inOrderProblem)
export type Override = z.infer<typeof overrideSchema>

export const temporaryShiftSchema = z
  .strictObject({ person: nameSchema, fromMs: z.int().nonnegative(), untilMs: z.int().nonnegative() })
  .refine(inOrder, inOrderProblem)

/** From start to end these shifts count and no layer does, not even where there is no shift. Overrides still do. */
export const temporarySchema = z
  .strictObject({
    id: z.string().refine(temporaryId.is, 'must be the id of a temporary schedule such as tmp_01…'),
    shifts: z.array(temporaryShiftSchema).max(oncallLimits.shiftsPerTemporary.value),
    ...knownShape,
  })
  .refine(inOrder, inOrderProblem)
  .superRefine(({ fromMs, untilMs, shifts }, context) => {
    shifts.forEach((shift, index) => {
      if (shift.fromMs < fromMs || shift.untilMs > untilMs)
        context.addIssue({ code: 'custom', path: ['shifts', index], message: 'must lie within the temporary schedule' })
    })
  })
export type Temporary = z.infer<typeof temporarySchema>

/** What changes a schedule besides its layers. */
export interface Exceptions {
  readonly overrides: readonly Override[]
  readonly temporaries: readonly Temporary[]
}

export const noExceptions: Exceptions = { overrides: [], temporaries: [] }

interface Known {
  readonly recordedAtMs: number
  readonly withdrawnAtMs?: number | undefined
}

/** Known from the instant of recording, and up to the instant of withdrawal, not at it. */
export const isKnown = ({ recordedAtMs, withdrawnAtMs }: Known, knownAtMs: number): boolean =>
  recordedAtMs <= knownAtMs && (withdrawnAtMs === undefined || knownAtMs < withdrawnAtMs)
