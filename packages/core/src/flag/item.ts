/** A flag as it is kept: what is declared, where it stands, and what the judge knows of its wave. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { revisioned } from '../entity.ts'
import { defineError } from '../error.ts'
import * as Judge from '../judge/judge.ts'
import { expectedRpsSchema, gateSchema, metricsSchema, objectiveSchema } from '../pipeline/index.ts'
import { nameSchema } from '../service/index.ts'
import { flagSchema, flagWavesSchema, standardWaves } from './flag.ts'

/** Two variants side by side: B is whoever has the flag, A is everybody else. */
export const experimentSchema = z.object({
  percent: z.number().gt(0).max(50).default(50),
  /** What B should make better: a metric of its own, e.g. orders with `harmIs: down`. */
  goal: Judge.gateMetricSchema,
  /** Ends without a difference then. */
  lasts: durationMsSchema.default(14 * 86_400_000),
})
export type Experiment = z.infer<typeof experimentSchema>

/** As a file declares it. */
export const flagSpecSchema = z.object({
  service: nameSchema,
  description: flagSchema.shape.description,
  driver: z.string().min(1).max(64),
  /** The flag at the system that hands it out: an AppConfig URL, a file. */
  address: z.string().min(1).max(2_048),
  waves: flagWavesSchema.default([...standardWaves]),
  gate: gateSchema.default('health'),
  metrics: metricsSchema,
  objective: objectiveSchema.default(0.999),
  expectedRps: expectedRpsSchema.default(0),
  experiment: experimentSchema.optional(),
})

export const experimentOutcomes = ['b-better', 'b-worse', 'no-difference'] as const

export const flagItemSchema = z.object({
  ...flagSpecSchema.shape,
  ...revisioned,
  key: flagSchema.shape.key,
  state: flagSchema.shape.state,
  waveIndex: flagSchema.shape.waveIndex,
  sinceMs: z.int(),
  /** Whether it is on its way: dark flags wait for somebody to expose them. */
  moving: z.boolean(),
  /** Why somebody or something wants it off. */
  offBecause: z.string().optional(),
  /** The judge's states of this wave as JSON text: whether it is worse, and in an experiment whether it is better. */
  judge: z.string().optional(),
  better: z.string().optional(),
  counters: z.string().default('{}'),
  readUntilMs: z.int(),
  /** Why it stands where it stands, with the numbers. */
  sentence: z.string().default(''),
  outcome: z.enum(experimentOutcomes).optional(),
})
export type FlagItem = z.infer<typeof flagItemSchema>

/** An experiment has one wave, which never becomes everybody by itself. */
export const wavesOf = ({ experiment, waves }: Pick<FlagItem, 'experiment' | 'waves'>): FlagItem['waves'] =>
  experiment === undefined
    ? waves
    : [{ name: 'experiment', audiences: [], percent: experiment.percent, soakMs: experiment.lasts }]

export const flagUnknown = defineError('flag.unknown', 'missing', 'No flag has that key.', (key: string) => ({
  message: `There is no flag ${key}.`,
  fields: [{ path: 'key', message: `${key} is not declared` }],
  wayOut: 'Declare it in houston/ and run `houston apply`; `houston flags` lists what there is.',
}))

export const flagMoving = defineError(
  'flag.moving',
  'conflict',
  'The flag is on its way or on; what it is cannot be changed until it is off.',
  (key: string, state: string) => ({
    message: `Flag ${key} is ${state}.`,
    fields: [{ path: 'key', message: `is ${state}` }],
    wayOut: 'Turn it off first: `houston flag off KEY --why …`.',
  }),
)
