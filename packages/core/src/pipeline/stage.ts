/** The stages of a pipeline as a file lists them: dev, gamma, one-box, production; each with its regions, one group after the other. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { limits } from '../limits.ts'
import { nameSchema } from '../service/index.ts'
import { rollbackPlanSchema, watchForSchema } from './rollback-plan.ts'
import { expectedRpsSchema, gateSchema, metricsSchema, objectiveSchema, plannedWavesSchema } from './watch.ts'

const regionNameSchema = z.string().regex(/^[\w.-]{1,64}$/, 'must be the name of a region')

/** Stands for the region's name in a stage's addresses. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: this is the placeholder itself
export const regionPlaceholder = '${region}'

const stageTargetSchema = z.object({
  driver: z.string().min(1).max(64),
  /** What the driver needs; `${region}` stands for the region's name. */
  address: z.string().min(1).max(2_048),
})

/** A region by its name, or with what is different there. */
const regionSchema = z.union([
  regionNameSchema,
  z.object({
    region: regionNameSchema,
    driver: stageTargetSchema.shape.driver.optional(),
    address: stageTargetSchema.shape.address.optional(),
    metrics: metricsSchema.optional(),
  }),
])

/** What happens to the regions that have the version when another one refuses it. */
export const failurePolicies = ['hold', 'take-back'] as const
/** What a version finds at the entrance of a stage: it waits in line, takes the place of whoever waits, or stops whoever is inside. */
export const newerPolicies = ['coalesce', 'queue', 'replace'] as const

export const stageSchema = z.object({
  name: nameSchema,
  target: stageTargetSchema,
  /** Groups of regions: those of one group at a time, the next group when all of them have it. */
  regions: z
    .array(z.array(regionSchema).min(1))
    .min(1)
    .default([['local']]),
  /** Where they differ from the pipeline's. */
  waves: plannedWavesSchema.optional(),
  gate: gateSchema.optional(),
  metrics: metricsSchema.optional(),
  objective: objectiveSchema.optional(),
  expectedRps: expectedRpsSchema.optional(),
  rollback: rollbackPlanSchema.optional(),
  watch: watchForSchema.optional(),
  /** How long a group of regions that has the version is watched before the next group or stage. */
  soak: durationMsSchema.refine((ms) => ms <= limits.soakMs.value, 'must not be longer than a week').default(0),
  /** How many people, none of them the author, must let a version into this stage. */
  approvals: z.int().min(0).max(limits.approvalsPerStage.value).default(0),
  onFailure: z.enum(failurePolicies).default('hold'),
  onNewer: z.enum(newerPolicies).default('coalesce'),
})
export type Stage = z.output<typeof stageSchema>

export const regionName = (region: z.output<typeof regionSchema>): string =>
  typeof region === 'string' ? region : region.region

export const stagesSchema = z
  .array(stageSchema)
  .min(1)
  .max(limits.stagesPerPipeline.value)
  .superRefine((stages, context) => {
    const refuse = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message })
    stages.forEach(({ name, regions }, index) => {
      if (stages.findIndex((other) => other.name === name) !== index)
        refuse([index, 'name'], `${name} is the name of another stage`)
      const names = regions.flat().map(regionName)
      const twice = names.find((region, place) => names.indexOf(region) !== place)
      if (twice !== undefined) refuse([index, 'regions'], `${twice} is listed twice`)
      if (names.length > limits.regionsPerStage.value)
        refuse([index, 'regions'], `must be at most ${limits.regionsPerStage.value} regions`)
    })
  })
