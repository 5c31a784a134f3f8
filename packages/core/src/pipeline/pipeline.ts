/** A pipeline: the path a service's changes take to production, as its file in `houston/` declares it. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import { defineError } from '../error.ts'
import { planPolicySchema } from '../risk/index.ts'
import { nameSchema } from '../service/index.ts'
import { checkAdapters } from './adapter.ts'
import { rollbackPlanSchema, watchForSchema } from './rollback-plan.ts'
import { stagesSchema } from './stage.ts'
import {
  expectedRpsSchema,
  gateSchema,
  metricsSchema,
  objectiveSchema,
  plannedWavesSchema,
  targetSchema,
} from './watch.ts'

const branchSchema = z.string().min(1).max(255).default('main')

/** Where changes and builds come from: one repository, one build project. */
export const sourceSchema = z
  .object({
    github: z
      .object({
        repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'),
        branch: branchSchema,
        /** What starts a release: each build, or only what GitHub releases or deploys. */
        trigger: z.enum(['push', 'release', 'deployment']).default('push'),
      })
      .optional(),
    codecommit: z
      .object({ repository: z.string().regex(/^[\w.-]{1,100}$/, 'must be a repository name'), branch: branchSchema })
      .optional(),
    codebuild: z.object({ project: z.string().min(1).max(255) }),
    /** The CodePipeline whose executions carry the changes: how they end is noted on them. */
    codepipeline: z.object({ pipeline: z.string().min(1).max(100) }).optional(),
  })
  .refine(({ github, codecommit }) => (github === undefined) !== (codecommit === undefined), {
    message: 'must name one of github and codecommit',
    path: ['github'],
  })

/** One waits, and a newer one takes its place; all wait in order; or a newer one also stops one that has no traffic yet. */
export const queuePolicies = ['coalesce', 'fifo', 'replace'] as const
export type QueuePolicy = (typeof queuePolicies)[number]

const planChoiceSchema = z.union([z.enum(['fixed', 'by-risk']), planPolicySchema])
export type PlanChoice = z.output<typeof planChoiceSchema>

const pipelineShape = {
  name: nameSchema,
  service: nameSchema,
  source: sourceSchema,
  /** One target is one stage, production; `stages` in its place is the whole path. */
  target: targetSchema.optional(),
  stages: stagesSchema.optional(),
  waves: plannedWavesSchema.optional(),
  /** `fixed`: the waves as declared. `by-risk`, or a policy of its own: quicker or more careful, as risk and radius ask. */
  plan: planChoiceSchema.default('fixed'),
  /** The GatePolicy that its releases go by; without it the one named `default`, where there is one. */
  gatePolicy: nameSchema.optional(),
  /** What a newer version does while another one is released to the same target. */
  queue: z.enum(queuePolicies).default('coalesce'),
  gate: gateSchema.default('health'),
  metrics: metricsSchema,
  objective: objectiveSchema.default(0.999),
  expectedRps: expectedRpsSchema.default(0),
  /** What a rollback does once the traffic is back. */
  rollback: rollbackPlanSchema.prefault({}),
  watch: watchForSchema.default(dayMs),
}

interface Path {
  readonly target?: unknown
  readonly stages?: unknown
  readonly waves?: unknown
  readonly plan?: unknown
}

/** One target or stages; and every release has waves, its stage's or the pipeline's. */
function checkPath({ target, stages, waves, plan }: Path, context: z.RefinementCtx): void {
  const refuse = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message })
  if ((target === undefined) === (stages === undefined)) refuse(['target'], 'must name one of target and stages')
  // A plan that follows the risk begins with the standard waves.
  if (waves !== undefined || (plan !== undefined && plan !== 'fixed')) return
  if (target !== undefined) refuse(['waves'], 'must name a preset or list the waves')
  if (!Array.isArray(stages)) return
  stages.forEach((stage: { readonly waves?: unknown } | null, index) => {
    if (stage?.waves === undefined) refuse(['stages', index, 'waves'], 'must be given here or for the whole pipeline')
  })
}

/** Looked at even where a field has other faults, so that all of them are told at once. */
const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null }

/** The stored form: each field by itself. */
export const pipelineFieldsSchema = z.object(pipelineShape)
export const pipelineSchema = pipelineFieldsSchema.superRefine(checkPath, always)
/** What stands under `spec:` in a file. */
export const pipelineSpecSchema = pipelineFieldsSchema
  .omit({ name: true })
  .superRefine(checkPath, always)
  .superRefine(checkAdapters, always)
export type PipelineItem = z.infer<typeof pipelineSchema>

/** What a build system said of a change: the latest of each build. */
export const buildNoteSchema = z.object({
  system: z.enum(['codebuild', 'codepipeline']),
  id: z.string(),
  state: z.enum(['succeeded', 'failed', 'stopped']),
  sentence: z.string(),
  atMs: z.int(),
})
export type BuildNote = z.infer<typeof buildNoteSchema>

/** A commit that was pushed to the branch a pipeline listens to. */
export const changeSchema = z.object({
  pipeline: nameSchema,
  service: nameSchema,
  commit: z.string().regex(/^[0-9a-f]{7,64}$/, 'must be a commit hash'),
  author: z.string().max(256),
  message: z.string().max(10_000),
  committedAtMs: z.int(),
  pushedAtMs: z.int(),
  correlationId: z.string(),
  /** The newest last. */
  builds: z.array(buildNoteSchema).default([]),
})
export type Change = z.infer<typeof changeSchema>

export const sourceUnknown = defineError(
  'pipeline.source-unknown',
  'missing',
  'No pipeline listens to that repository and branch, or to that build project.',
  (field: string, value: string) => ({
    message: `No pipeline listens to ${value}.`,
    fields: [{ path: field, message: `${value} belongs to no pipeline` }],
    wayOut: 'Declare a pipeline for it in houston/ and run `houston apply`.',
  }),
)

export const changeRepeated = defineError(
  'pipeline.change-repeated',
  'conflict',
  'The commit was pushed to this pipeline before.',
  (pipeline: string, commit: string) => ({
    message: `Pipeline ${pipeline} has seen commit ${commit} already.`,
    fields: [{ path: 'after', message: `${commit} was pushed before` }],
    wayOut: 'Nothing needs to be done; push a new commit to start another release.',
  }),
)

export const pipelineUnknown = defineError(
  'pipeline.unknown',
  'missing',
  'No pipeline of that name is declared.',
  (name: string) => ({
    message: `There is no pipeline ${name}.`,
    fields: [{ path: 'pipeline', message: `${name} is not declared` }],
    wayOut: 'Declare it in houston/ and run `houston apply`.',
  }),
)
