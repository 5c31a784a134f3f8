/** What was found of a release when it started: its risk with each factor's share, its blast radius, and the plan that follows. */
import * as z from 'zod'
import { waveSchema } from '../pipeline/index.ts'
import { cares, riskFactorNames } from '../risk/index.ts'
import { releaseIdSchema } from './release.ts'

const riskPartSchema = z.object({
  factor: z.enum(riskFactorNames),
  points: z.number(),
  /** Of all points of this change. */
  share: z.number(),
  /** Nothing was known, so it counts as at its worst. */
  missing: z.boolean(),
  sentence: z.string(),
})

export const assessmentShape = {
  risk: z.object({
    score: z.int().min(1).max(10),
    points: z.number(),
    weightsVersion: z.string(),
    parts: z.array(riskPartSchema),
    sentence: z.string(),
  }),
  blast: z.object({
    level: z.int().min(1).max(5),
    name: z.string(),
    tableVersion: z.string(),
    parts: z.array(z.object({ dimension: z.string(), level: z.int(), missing: z.boolean(), sentence: z.string() })),
    /** The nearest of them; `callerCount` is how many there are. */
    callers: z.array(z.string()),
    callerCount: z.int(),
    customersKnown: z.number(),
    revenuePerHourUsdKnown: z.number(),
    sentence: z.string(),
  }),
  plan: z.object({
    /** How the waves came about. */
    by: z.enum(['declared', 'risk', 'hotfix']),
    /** How careful risk and radius would be, whether or not the plan follows them. */
    care: z.enum(cares),
    waves: z.array(waveSchema),
    sentence: z.string(),
  }),
}

export const assessmentSchema = z.object({
  releaseId: releaseIdSchema,
  ...assessmentShape,
  assessedAtMs: z.int(),
  revision: z.int().nonnegative(),
})
export type AssessmentItem = z.infer<typeof assessmentSchema>
