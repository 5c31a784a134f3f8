/** A release that has completed, watched for a day: the stable fleet is gone, so it is held against what that fleet left behind. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { releaseIdSchema } from '../release/index.ts'

export const watchStates = ['watching', 'ended'] as const

/** How a watch ends. Only `breach` takes the release back. */
export const watchOutcomes = ['over', 'breach', 'replaced', 'taken-back'] as const

export const watchSchema = z.object({
  ...revisioned,
  releaseId: releaseIdSchema,
  state: z.enum(watchStates),
  startedAtMs: z.int(),
  endsAtMs: z.int(),
  /** What the stable fleet left behind when it was last seen, as JSON text of the judge's own. */
  carry: z.string(),
  /** The judge's state as JSON text, begun anew whenever nothing speaks for harm. */
  judge: z.string(),
  counters: z.string(),
  readUntilMs: z.int(),
  /** Ticks in a row that were harm by themselves, since the judge said so. */
  harmTicks: z.int().nonnegative(),
  /** When anything was last seen of it. */
  seenAtMs: z.int(),
  /** Whether people were told that nothing can be seen. */
  blindTold: z.boolean(),
  outcome: z.enum(watchOutcomes).optional(),
  /** The latest sentence of the judge. */
  sentence: z.string().default(''),
  endedAtMs: z.int().optional(),
})
export type WatchItem = z.infer<typeof watchSchema>
