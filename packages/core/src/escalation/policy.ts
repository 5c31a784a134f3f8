/** An escalation policy: whom to ask, one level after the other, until somebody answers. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { defineError } from '../error.ts'
import * as Oncall from '../oncall/oncall.ts'
import { nameSchema } from '../service/index.ts'
import { escalationLimits as limits } from './limits.ts'

const webhookSchema = z
  .string()
  .max(500)
  .regex(/^https:\/\/[^\s/?#@]+([/?][^\s#]*)?$/, 'must be an https URL without a password')

export const targetSchema = z.union([
  z.strictObject({ person: nameSchema }),
  /** Who holds the role in the schedule then; in the owner team's schedule where none is named. */
  z.strictObject({ role: Oncall.roleSchema, schedule: nameSchema.optional() }),
  /** Whose turn it is in the rotation then. */
  z.strictObject({ rotation: nameSchema }),
  z.strictObject({ webhook: webhookSchema }),
  /** A routing key's name: PagerDuty pages by its own policy, too. */
  z.strictObject({ pagerduty: nameSchema }),
])
export type Target = z.infer<typeof targetSchema>

const levelSchema = z.strictObject({
  name: nameSchema,
  targets: z.array(targetSchema).min(1).max(limits.targetsPerLevel.value),
  /** How long this level has to answer before the next one is asked. */
  wait: durationMsSchema.pipe(z.number().min(limits.shortestWaitMs.value).max(limits.waitMs.value)),
  /** One of the level's people at a time, in turn, instead of all at once. */
  roundRobin: z.boolean().default(false),
  /** `responder-day`: only while it is a working day, 9 to 18, where the person lives; until then the level waits. */
  when: z.enum(['any-time', 'responder-day']).default('any-time'),
})
export type Level = z.infer<typeof levelSchema>

export const policySpecSchema = z.strictObject({
  description: z.string().max(1_000).default(''),
  levels: z
    .array(levelSchema)
    .min(1)
    .max(limits.levelsPerPolicy.value)
    .superRefine((levels, context) => {
      levels.forEach(({ name }, index) => {
        if (levels.findIndex((level) => level.name === name) < index)
          context.addIssue({ code: 'custom', path: [index, 'name'], message: `${name} is the name of a level before` })
      })
    }),
  /** How often the policy begins anew before it has run out. */
  repeats: z.int().min(0).max(limits.repeatsPerPolicy.value).default(0),
  /** Within this somebody should have answered. */
  answerWithin: durationMsSchema.pipe(z.number().positive().max(limits.waitMs.value)),
  /** An acknowledgement holds this long; then it is paged again unless it is resolved or acknowledged anew. */
  staleAfter: durationMsSchema.pipe(z.number().min(limits.shortestWaitMs.value).max(limits.waitMs.value)),
})
export const policySchema = z.strictObject({ name: nameSchema, ...policySpecSchema.shape })
export type Policy = z.infer<typeof policySchema>

/** The policy whose first level is paged when any other has run out. */
export const fallbackPolicyName = 'fallback'

export const policyUnknown = defineError(
  'escalation.policy-unknown',
  'missing',
  'No escalation policy of that name is declared.',
  (name: string) => ({
    message: `There is no escalation policy ${name}.`,
    fields: [{ path: 'policy', message: `${name} is not declared` }],
    wayOut: 'Declare an EscalationPolicy in houston/ and apply it, or correct the name.',
  }),
)
