/** A promotion: one version on its way through the stages of its pipeline, region by region. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { defineId, type Id } from '../id.ts'
import { failurePolicies, newerPolicies } from '../pipeline/index.ts'
import { reasonSchema, releaseIdSchema } from '../release/index.ts'
import { nameSchema } from '../service/index.ts'
import { promotionStates } from './state.ts'

export const promotionId = defineId('pro')
export type PromotionId = Id<'pro'>
export const promotionIdSchema = z.string().refine(promotionId.is, 'must be a promotion id such as pro_01…')

/** How a region ended: `stuck` is a rollback that failed and waits for a person. */
export const regionOutcomes = ['completed', 'taken-back', 'stuck', 'superseded'] as const
export const regionOutcomeSchema = z.enum(regionOutcomes)
export type RegionOutcome = z.infer<typeof regionOutcomeSchema>

/** What has come of one region of one stage, from its start on. */
export const regionStateSchema = z.object({
  stage: nameSchema,
  region: z.string(),
  releaseId: releaseIdSchema,
  startedAtMs: z.int(),
  outcome: regionOutcomeSchema.optional(),
  /** What the release said at its end. */
  sentence: z.string().optional(),
  endedAtMs: z.int().optional(),
})
export type RegionState = z.infer<typeof regionStateSchema>

export const promotedStageSchema = z.object({
  name: nameSchema,
  groups: z.array(z.array(z.string())),
  soakMs: z.int(),
  approvals: z.int(),
  onFailure: z.enum(failurePolicies),
  onNewer: z.enum(newerPolicies),
})

export const promotionSchema = z.object({
  id: promotionIdSchema,
  pipeline: nameSchema,
  service: nameSchema,
  version: z.string(),
  commit: z.string(),
  builtAtMs: z.int(),
  author: z.string(),
  correlationId: z.string(),
  /** Later goes before: when it was built, or when a person started it. */
  orderMs: z.int(),
  state: z.enum(promotionStates),
  /** The path as it stood when the promotion began. Each release takes its plan from the pipeline when it starts. */
  stages: z.array(promotedStageSchema),
  /** Whether stages have entrances; a pipeline with one target has none, and releases queue at the target. */
  staged: z.boolean(),
  /** The stage under way, or at whose entrance it waits. */
  stageIndex: z.int().nonnegative(),
  groupIndex: z.int().nonnegative(),
  /** Regions in which a release was started, in order. */
  regions: z.array(regionStateSchema),
  /** Who let it into the stage at whose entrance it waits. */
  approvedBy: z.array(z.string()),
  soakUntilMs: z.int().optional(),
  /** Tells its releases apart from earlier ones of the same version. */
  again: z.string().optional(),
  /** Who put it into the hotfix lane, and why. */
  hotfix: z.object({ by: z.string(), why: z.string() }).optional(),
  /** The last stage it is for, where that is not the end of the path. */
  upTo: z.string().optional(),
  reason: reasonSchema.optional(),
  createdAtMs: z.int(),
  changedAtMs: z.int(),
  endedAtMs: z.int().optional(),
  revision: z.int().nonnegative(),
})
export type PromotionItem = z.infer<typeof promotionSchema>

export const promotionUnknown = defineError(
  'promotion.unknown',
  'missing',
  'No promotion has that id.',
  (id: string) => ({
    message: `There is no promotion ${id}.`,
    fields: [{ path: 'promotionId', message: `${id} is not known` }],
    wayOut: '`houston pipeline NAME` lists the promotions of a pipeline.',
  }),
)

export const ownApproval = defineError(
  'promotion.own-approval',
  'denied',
  'The author of a change cannot let it into a stage.',
  (id: string, author: string) => ({
    message: `Promotion ${id} carries a change of ${author}, who cannot approve it.`,
    wayOut: 'Ask somebody else to look at it.',
  }),
)

/** As every event of a promotion names it. */
export const subjectOf = ({ id, pipeline, service, version, commit }: PromotionItem) => ({
  promotionId: id,
  pipeline,
  service,
  version,
  commit,
})
