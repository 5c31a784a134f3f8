/** The lead time of a change: from its check-in to the whole of production, with each stage and where it waited. */
import * as z from 'zod'
import { changeSchema } from '../pipeline/index.ts'
import { promotionIdSchema, promotionStates } from '../promotion/index.ts'
import { nameSchema } from '../service/index.ts'
import { waitKinds } from './wait.ts'

const waitsSchema = z.record(z.enum(waitKinds), z.int().nonnegative())

export const leadTimeSchema = z.object({
  ...changeSchema.pick({
    pipeline: true,
    service: true,
    commit: true,
    author: true,
    committedAtMs: true,
    pushedAtMs: true,
  }).shape,
  version: z.string().optional(),
  builtAtMs: z.int().optional(),
  promotionId: promotionIdSchema.optional(),
  /** Of the promotion's latest event that was counted: one that comes again counts nothing. */
  promotionSequence: z.int().positive().optional(),
  state: z.enum(['pushed', ...promotionStates]),
  stages: z.array(z.object({ stage: nameSchema, startedAtMs: z.int(), completedAtMs: z.int().optional() })),
  waitedMs: waitsSchema,
  /** When every region of the last stage had it. */
  productionAtMs: z.int().optional(),
  /** The version that carried it there, where that was a later one. */
  carriedBy: z.string().optional(),
  revision: z.int().nonnegative(),
})
export type LeadTime = z.infer<typeof leadTimeSchema>

/** From check-in to production; undefined as long as it is not there. */
export const leadTimeMs = ({ committedAtMs, productionAtMs }: Pick<LeadTime, 'committedAtMs' | 'productionAtMs'>) =>
  productionAtMs === undefined ? undefined : Math.max(0, productionAtMs - committedAtMs)
