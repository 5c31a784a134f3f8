/** What a rollback does beside the traffic: flags that go off, and one declared step for the database. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { limits } from '../limits.ts'

export const procedureKinds = ['webhook', 'lambda', 'machine'] as const

/** Longest time of each step: together with a tick of the judge they stay below five minutes. */
export const rollbackBudgetsMs = { traffic: 150_000, flags: 30_000, database: 60_000 } as const

/** The step that takes a database back. It is called under one key until it says that it is done, so it must be harmless when repeated. */
export const databaseStepSchema = z.object({
  kind: z.enum(procedureKinds),
  /** An https URL, a function's ARN, a state machine's ARN. */
  address: z.string().min(1).max(2_048),
  budget: durationMsSchema
    .refine((ms) => ms > 0 && ms <= rollbackBudgetsMs.database, 'must be more than nothing and at most 1m')
    .default(rollbackBudgetsMs.database),
})
export type DatabaseStep = z.infer<typeof databaseStepSchema>

/** How long a completed release is watched and taken back by itself; 0 for not at all. */
export const watchForSchema = durationMsSchema.refine(
  (ms) => ms <= limits.soakMs.value,
  'must not be longer than a week',
)

export const rollbackPlanSchema = z.object({
  /** Flags that are turned off once the traffic is back. */
  flags: z
    .array(z.string().regex(/^[a-z][a-zA-Z\d_-]{0,63}$/, 'must be the key of a flag'))
    .max(20)
    .default([]),
  database: databaseStepSchema.optional(),
})
