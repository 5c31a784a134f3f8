/** Where a release moves traffic and how it is watched there: what a pipeline says once, and each of its stages may say for itself. */
import * as z from 'zod'
import { metricSourceSchema } from '../judge/index.ts'
import * as Judge from '../judge/judge.ts'
import { nameSchema } from '../service/index.ts'
import { expandWaves, wavePresetNames } from './preset.ts'
import { wavesSchema } from './wave.ts'

export const targetSchema = z.object({
  driver: z.string().min(1).max(64),
  /** What the driver needs: an alias ARN, a router's URL. */
  address: z.string().min(1).max(2_048),
  stage: nameSchema.default('production'),
  region: z.string().min(1).max(64).default('local'),
})

/** A preset's name, or the waves themselves. */
export const plannedWavesSchema = z.union([wavesSchema, z.enum(wavePresetNames).transform(expandWaves)])

/** A preset's name, or a whole gate. */
export const gateSchema = z.union([
  z.enum(Object.keys(Judge.presets) as [Judge.PresetName, ...Judge.PresetName[]]),
  Judge.gateSchema,
])

/** Where the gate's numbers come from; `expressions` say how a preset's metrics are read there. */
export const metricsSchema = z.object({
  source: z.string().min(1).max(64),
  address: z.string().min(1).max(2_048),
  expressions: z.record(z.string(), metricSourceSchema).default({}),
  /** How long the source's own periods are, and how late their figures: 60 and 60 for CloudWatch, else it is read every 10 s. */
  periodSec: z.int().min(1).max(300).optional(),
  lagSec: z.int().min(0).max(900).optional(),
})

/** What the service promises: what an error may cost while a release is watched. */
export const objectiveSchema = z.number().gt(0).lt(1)

/** Requests per second of the whole service, where it is known; else the judge goes by what it sees. */
export const expectedRpsSchema = z.number().nonnegative()
