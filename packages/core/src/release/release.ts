/** A release: one artifact on its way to all of one target's traffic, in waves. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import { defineError } from '../error.ts'
import { approvalRequirementSchema, lanes, stepRequirementSchema } from '../gate/index.ts'
import { defineId, type Id } from '../id.ts'
import {
  expectedRpsSchema,
  gateSchema,
  metricsSchema,
  objectiveSchema,
  queuePolicies,
  rollbackPlanSchema,
  targetSchema,
  watchForSchema,
  waveSchema,
} from '../pipeline/index.ts'
import { nameSchema } from '../service/index.ts'
import { riskOnReleaseSchema } from './risk-on-release.ts'
import { releaseStates } from './state.ts'

export const releaseId = defineId('rel')
export type ReleaseId = Id<'rel'>
export const releaseIdSchema = z.string().refine(releaseId.is, 'must be a release id such as rel_01…')

/** Why a release ended or is being taken back. */
export const reasonSchema = z.object({
  /** Stable: `harm`, `aborted`, `blind-too-long`, `safe`, … */
  code: z.string(),
  /** With its numbers, for the person woken at 3 a.m. */
  sentence: z.string(),
})
export type Reason = z.infer<typeof reasonSchema>

/** What a wave waits for once its soak is over and nothing is proven, by the gate's policy. Never promotion. */
export const waitSchema = z.object({
  /** More of the ordinary traffic, generated traffic, or somebody's word. */
  kind: z.enum(['evidence', 'traffic', 'person']),
  waveIndex: z.int().nonnegative(),
  sinceMs: z.int(),
  /** When the policy takes its next step by itself. */
  untilMs: z.int().optional(),
  /** The verdict as it was then. */
  sentence: z.string(),
})
export type Wait = z.infer<typeof waitSchema>
/** What asks for a release to be taken back. `deadline`: a wait came to its end without an answer. */
export const causeSchema = z.object({
  kind: z.enum(['verdict', 'alarm', 'incident', 'person', 'deadline', 'promotion']),
  /** Of the alarm, the incident, the wave or the promotion. */
  id: z.string().min(1).max(256).optional(),
})
export type Cause = z.infer<typeof causeSchema>

export const releaseSchema = z.object({
  id: releaseIdSchema,
  service: nameSchema,
  pipeline: nameSchema,
  target: targetSchema,
  version: z.string(),
  digest: z.string(),
  location: z.string(),
  commit: z.string(),
  author: z.string(),
  correlationId: z.string(),
  /** The promotion that it is a part of; absent where somebody started it by itself. */
  promotionId: z.string().optional(),
  state: z.enum(releaseStates),
  /** The plan as it stood when the release began; a later change of the pipeline does not move it. */
  waves: z.array(waveSchema),
  gate: gateSchema,
  metrics: metricsSchema,
  objective: objectiveSchema,
  expectedRps: expectedRpsSchema,
  rollback: rollbackPlanSchema.prefault({}),
  /** How long it is watched once it has completed. */
  watch: watchForSchema.default(dayMs),
  /** The wave under way, or the last one there was; -1 before the first. */
  waveIndex: z.int().min(-1),
  /** What took all traffic when the release was prepared: what a rollback returns to. Never changes once set. */
  stableVersion: z.string().optional(),
  /** What makes the stable version run again, where it is known; without it there is no way back after promotion. */
  stableArtifact: z.object({ digest: z.string(), location: z.string() }).optional(),
  /** The one state-machine execution that drives this release. */
  executionId: z.string().optional(),
  /** The one state-machine execution that takes this release back; a retry makes room for another. */
  rollbackExecutionId: z.string().optional(),
  /** How it comes; the ordinary way where it does not say. */
  lane: z.enum(lanes).optional(),
  /** What was found of it when it started; absent where it was not assessed. */
  risk: riskOnReleaseSchema.optional(),
  /** All names of whoever made or pushed the change: nobody approves their own. */
  authors: z.array(z.string()).optional(),
  /** The pipeline's GatePolicy, by name. */
  gatePolicy: nameSchema.optional(),
  queue: z.enum(queuePolicies).optional(),
  /** What its own plan asks of its gates, beside the policy. */
  approvals: z.array(approvalRequirementSchema).optional(),
  steps: z.array(stepRequirementSchema).optional(),
  /** Who said yes last at a gate. */
  approvedBy: z.string().optional(),
  abortedBy: z.string().optional(),
  /** Why the wave under way is longer than planned. */
  waitsFor: waitSchema.optional(),
  /** What asked for the rollback, where something did before its machine began. */
  rollbackCause: causeSchema.optional(),
  /** The cause that was last refused a rollback: it is told of once. */
  refusedCause: z.string().optional(),
  /** Since when the new version may have taken the stable one's place: from then on, going back is bringing the old one back. */
  promotingAtMs: z.int().optional(),
  completedAtMs: z.int().optional(),
  reason: reasonSchema.optional(),
  createdAtMs: z.int(),
  changedAtMs: z.int(),
  endedAtMs: z.int().optional(),
  /** When the traffic was seen to be all stable again, after a rollback. */
  zeroWeightAtMs: z.int().optional(),
  revision: z.int().nonnegative(),
})
export type ReleaseItem = z.infer<typeof releaseSchema>

/** The name of a target's lock and history: one service in one stage of one region. */
export const targetName = (release: Pick<ReleaseItem, 'service' | 'target'>): string =>
  `${release.service}.${release.target.stage}.${release.target.region}`

export const releaseUnknown = defineError('release.unknown', 'missing', 'No release has that id.', (id: string) => ({
  message: `There is no release ${id}.`,
  fields: [{ path: 'releaseId', message: `${id} is not known` }],
  wayOut: '`houston status` lists the releases.',
}))

export const alreadyDriven = defineError(
  'release.already-driven',
  'conflict',
  'Another state-machine execution drives the release: the event that starts one was delivered twice.',
  (id: string, executionId: string) => `Release ${id} is driven by ${executionId} already.`,
)

export const releaseAborted = defineError(
  'release.aborted',
  'conflict',
  'Somebody stopped the release: it goes no further and is rolled back.',
  (id: string, by: string) => `Release ${id} was aborted by ${by}.`,
)

export const weightNotInForce = defineError(
  'release.weight-not-in-force',
  'retryable',
  'The target does not serve the weight that was asked for yet.',
  (id: string, wanted: number, found: number) =>
    `Release ${id}: ${found} % of the traffic goes to the new version, ${wanted} % was asked for.`,
)
