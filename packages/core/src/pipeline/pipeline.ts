/** A pipeline: the path a service's changes take to production, as its file in `houston/` declares it. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { defineError } from '../error.ts'
import { Judge, metricSourceSchema } from '../judge/index.ts'
import { limits } from '../limits.ts'
import { nameSchema } from '../service/index.ts'
import { expandWaves, wavePresetNames } from './preset.ts'

export const waveSchema = z.object({
  name: nameSchema,
  /** Share of the target's traffic that the new version takes during this wave, 0 < w ≤ 100. */
  weightPercent: z.number().gt(0).max(100),
  /** How long the wave is watched at least, whatever the evidence. */
  soak: durationMsSchema.refine((ms) => ms <= limits.soakMs.value, 'must not be longer than a week'),
  /** Whether a person must say yes before this wave starts. */
  approval: z.boolean().default(false),
})

/** Rising weights that end at 100: every wave gives the new version more than the one before. */
export const wavesSchema = z
  .array(waveSchema)
  .min(1)
  .max(limits.wavesPerRelease.value)
  // Looked at even where a wave has other faults, so that all of them are told at once.
  .superRefine((waves, context) => checkWeights(waves, context), { when: ({ value }) => Array.isArray(value) })

function checkWeights(waves: readonly unknown[], context: z.RefinementCtx): void {
  const weights = waves.map(weightOf)
  const refuse = (index: number, message: string): void =>
    context.addIssue({ code: 'custom', path: [index, 'weightPercent'], message })
  weights.forEach((weight, index) => {
    const before = weights[index - 1]
    if (weight !== undefined && before !== undefined && weight <= before)
      refuse(index, `must be more than the ${before} of the wave before`)
  })
  const last = weights.at(-1)
  if (last !== undefined && last !== 100) refuse(weights.length - 1, 'the last wave must be 100')
}

/** Undefined where the wave itself has been refused for it. */
const weightOf = (wave: unknown): number | undefined =>
  waveSchema.pick({ weightPercent: true }).safeParse(wave).data?.weightPercent

const branchSchema = z.string().min(1).max(255).default('main')

/** Where changes and builds come from: one repository, one build project. */
export const sourceSchema = z
  .object({
    github: z
      .object({ repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'), branch: branchSchema })
      .optional(),
    codecommit: z
      .object({ repository: z.string().regex(/^[\w.-]{1,100}$/, 'must be a repository name'), branch: branchSchema })
      .optional(),
    codebuild: z.object({ project: z.string().min(1).max(255) }),
  })
  .refine(({ github, codecommit }) => (github === undefined) !== (codecommit === undefined), {
    message: 'must name one of github and codecommit',
    path: ['github'],
  })

export const targetSchema = z.object({
  driver: z.string().min(1).max(64),
  /** What the driver needs: an alias ARN, a router's URL. */
  address: z.string().min(1).max(2_048),
  stage: nameSchema.default('production'),
  region: z.string().min(1).max(64).default('local'),
})

export const pipelineSchema = z.object({
  name: nameSchema,
  service: nameSchema,
  source: sourceSchema,
  target: targetSchema,
  /** A preset's name, or the waves themselves. */
  waves: z.union([wavesSchema, z.enum(wavePresetNames).transform(expandWaves)]),
  /** A preset's name, or a whole gate. */
  gate: z
    .union([z.enum(Object.keys(Judge.presets) as [Judge.PresetName, ...Judge.PresetName[]]), Judge.gateSchema])
    .default('health'),
  /** Where the gate's numbers come from; `expressions` say how a preset's metrics are read there. */
  metrics: z.object({
    source: z.string().min(1).max(64),
    address: z.string().min(1).max(2_048),
    expressions: z.record(z.string(), metricSourceSchema).default({}),
  }),
  /** What the service promises: what an error may cost while a release is watched. */
  objective: z.number().gt(0).lt(1).default(0.999),
  /** Requests per second of the whole service, where it is known; else the judge goes by what it sees. */
  expectedRps: z.number().nonnegative().default(0),
})
export type PipelineItem = z.infer<typeof pipelineSchema>

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
