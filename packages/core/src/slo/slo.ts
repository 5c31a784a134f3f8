/** A service level objective: what share of what happens must be good, over which window, and where both are counted. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { metricSources } from '../port/metrics.ts'
import { nameSchema } from '../service/index.ts'
import { sloLimits } from './limits.ts'
import { burnStates } from './standing.ts'
import { timeWindowSchema } from './window.ts'

/** One count: where it is read, and how, in the source's own language. */
export const countSchema = z.strictObject({
  source: z.enum(metricSources),
  address: z.string().max(2_048),
  query: z.string().min(1).max(sloLimits.queryCharacters.value),
  /** How late the source has its figures, beyond the minute that is read. */
  lagSec: z.int().min(0).max(900),
  /** Some sources write a series of failures only once there is one; without this its absence is no data. */
  absentIsZero: z.boolean(),
})
export type Count = z.output<typeof countSchema>

export const sloSchema = z.strictObject({
  name: nameSchema,
  service: nameSchema,
  title: z.string().max(200),
  description: z.string().max(1_000),
  /** Whether `part` counts what went well or what went badly. */
  counts: z.enum(['good', 'bad']),
  part: countSchema,
  total: countSchema,
  /** 0.999: one in a thousand may be bad. */
  target: z.number().gt(0).lt(1),
  /** Of single events, or of minutes each of which is good or bad as a whole. */
  budgeting: z.enum(['occurrences', 'timeslices']),
  /** Of time slices: the share that makes a minute good. */
  sliceTarget: z.number().gt(0).max(1).optional(),
  window: timeWindowSchema,
})
export type SloFacts = z.output<typeof sloSchema>

export const budgetStates = ['unknown', 'left', 'spent'] as const

export const sloItemSchema = z.object({
  ...sloSchema.shape,
  ...revisioned,
  /** The counts by minute, ten minutes, hour and quarter of a day, as JSON. */
  ledger: z.string(),
  /** The last value of each counter, as JSON. */
  marks: z.string(),
  /** What is counted up to here; from `sinceMs` on, as far as the source has it. */
  readUntilMs: z.int(),
  sinceMs: z.int(),
  /** Whether what lies before is still being read. */
  reachesBack: z.boolean(),
  budget: z.enum(budgetStates),
  /** 1 is untouched, below 0 overspent; absent where it is not known. */
  leftShare: z.number().max(1).optional(),
  /** How much of the window was counted, of 1. */
  seenShare: z.number().min(0).max(1),
  /** How fast the budget burns over each of the windows, 1 being just spent at its end; absent where nothing was counted. */
  burnRates: z.record(z.string(), z.number()),
  burn: z.enum(burnStates),
  /** An alert was raised and has not ended. */
  alerted: z.boolean(),
  /** Why the last look brought nothing. */
  trouble: z.string().optional(),
})
export type SloItem = z.output<typeof sloItemSchema>
