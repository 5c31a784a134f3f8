/** A release that waits at a gate between two waves: its canary has traffic, so it is looked at for as long as it waits. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { releaseIdSchema } from '../release/index.ts'
import { watchStates } from './watch.ts'

/** How a hold ends. Only `harm` takes the release back. */
export const holdOutcomes = ['left', 'harm'] as const

export const holdSchema = z.object({
  ...revisioned,
  releaseId: releaseIdSchema,
  /** The wave whose weight is in force. */
  waveIndex: z.int().nonnegative(),
  weightPercent: z.number(),
  state: z.enum(watchStates),
  startedAtMs: z.int(),
  /** What the wave learnt of the stable fleet, as JSON text of the judge's own. */
  carry: z.string(),
  /** The judge's state as JSON text, begun anew whenever nothing speaks for harm. */
  judge: z.string(),
  counters: z.string(),
  readUntilMs: z.int(),
  /** When the canary was last seen to have traffic. */
  seenAtMs: z.int(),
  blindTold: z.boolean(),
  outcome: z.enum(holdOutcomes).optional(),
  /** The latest sentence of the judge. */
  sentence: z.string().default(''),
  endedAtMs: z.int().optional(),
})
export type HoldItem = z.infer<typeof holdSchema>
