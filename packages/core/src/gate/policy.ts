/** What a team asks of its gate, as data. */
import * as z from 'zod'
import { roleSchema } from '../actor.ts'
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { durationMsSchema } from '../duration.ts'
import { nameSchema } from '../service/index.ts'
import { gateLimits } from './limits.ts'

const shareSchema = z.number().min(0).lt(1)

export const approvalRequirementSchema = z.strictObject({
  /** What is approved: `release`, `database`, … */
  name: nameSchema,
  count: z.int().min(1).max(gateLimits.approvalsPerPolicy.value).default(1),
  /** An approver needs one of them. */
  roles: z.array(roleSchema).min(1).default(['releaser', 'admin']),
  /** Needed before the wave of that name only; absent: before every wave. */
  wave: nameSchema.optional(),
  /** How long an approval counts. */
  validFor: durationMsSchema.default(7 * dayMs),
})
export type ApprovalRequirement = z.infer<typeof approvalRequirementSchema>

export const stepRequirementSchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(['security', 'compliance']),
  /** An older result counts as none. */
  maxAge: durationMsSchema.default(7 * dayMs),
  /** Who may report it; anybody else's word counts as none. Absent: any service. */
  reportedBy: z.array(z.string().min(1).max(256)).min(1).max(20).optional(),
})
export type StepRequirement = z.infer<typeof stepRequirementSchema>

const requirementCount = (requirements: readonly ApprovalRequirement[]): number =>
  requirements.reduce((sum, { count }) => sum + count, 0)

export const gatePolicySchema = z.strictObject({
  budget: z
    .strictObject({
      /** Whether a service without a declared budget is held. */
      required: z.boolean().default(false),
      /** Open where more than this share of the error budget is left. */
      minimumLeftShare: shareSchema.default(0),
      /** Riskier releases need more of it: the most that any matching row asks for. */
      byRisk: z
        .array(z.strictObject({ riskAtLeast: z.int().min(1).max(10), minimumLeftShare: shareSchema }))
        .default([]),
    })
    .prefault({}),
  incident: z
    .strictObject({
      /** Incidents of this severity and worse ones hold; 1 is the worst. */
      holdsUpToSeverity: z.int().min(1).max(4).default(2),
      dependencies: z.boolean().default(true),
    })
    .prefault({}),
  approvals: z
    .array(approvalRequirementSchema)
    .default([])
    .refine((list) => requirementCount(list) <= gateLimits.approvalsPerPolicy.value, {
      error: `must not ask for more than ${gateLimits.approvalsPerPolicy.value} approvals`,
    }),
  steps: z.array(stepRequirementSchema).max(gateLimits.stepsPerPolicy.value).default([]),
  hotfix: z
    .strictObject({
      skips: z.array(z.enum(['freeze', 'calendar', 'budget'])).default(['freeze', 'calendar']),
      /** Who may give the one approval that a hotfix needs. */
      roles: z.array(roleSchema).min(1).default(['releaser', 'admin']),
      validFor: durationMsSchema.default(dayMs),
      /** All waves of a hotfix together are watched no longer than this. */
      soak: durationMsSchema.default(hourMs),
    })
    .prefault({}),
  /** What was measured longer ago than this is not known. */
  factMaxAge: durationMsSchema.default(5 * minuteMs),
})
export type GatePolicy = z.infer<typeof gatePolicySchema>

export const defaultGatePolicy: GatePolicy = gatePolicySchema.parse({})

/** A policy of its own name, as pipelines refer to it. */
export const namedPolicySchema = z.object({ name: nameSchema, policy: gatePolicySchema })

export const policyDocumentSchema = z.strictObject({
  apiVersion: z.literal('houston.dev/v1'),
  kind: z.literal('GatePolicy'),
  metadata: z.strictObject({ name: nameSchema }),
  spec: gatePolicySchema,
})
