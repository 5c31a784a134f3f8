/** A wave of one release under judgement: an item of its own, so that a tick rewrites nothing else. */
import * as z from 'zod'
import { reasonSchema, releaseIdSchema } from './release.ts'

/** How a wave ended, as the state machine branches on it. Only `passed` leads on. */
export const waveOutcomes = ['passed', 'harm', 'aborted', 'undecided-too-long', 'blind-too-long'] as const
export const waveOutcomeSchema = z.enum(waveOutcomes)
export type WaveOutcome = z.infer<typeof waveOutcomeSchema>

export const waveStateSchema = z.object({
  releaseId: releaseIdSchema,
  index: z.int().nonnegative(),
  name: z.string(),
  weightPercent: z.number(),
  soakMs: z.int(),
  startedAtMs: z.int(),
  /** Whether the judge still looks at it. */
  judging: z.boolean(),
  /** Ends the state machine's wait. Absent until the machine waits, and after it was used. */
  taskToken: z.string().optional(),
  outcome: waveOutcomeSchema.optional(),
  reason: reasonSchema.optional(),
  /** Who let it pass while it was undecided. */
  passed: z.object({ by: z.string(), why: z.string(), atMs: z.int() }).optional(),
  /** The judge's state as JSON text: it is the judge's own, and compact. */
  judge: z.string(),
  /** Cumulative counters at the last tick, as JSON text: what the next tick's increments are counted from. */
  counters: z.string(),
  /** Until when metrics were read. */
  readUntilMs: z.int(),
  /** Packed ticks that are not in an evidence item yet, and how many such items there are. */
  ticks: z.array(z.string()),
  evidenceParts: z.int().nonnegative(),
  /** When the judge last saw anything: blindness is counted from here. */
  seenAtMs: z.int(),
  /** The latest verdict as JSON text, for people and for the next wave. */
  verdict: z.string().optional(),
  judgedAtMs: z.int().optional(),
  endedAtMs: z.int().optional(),
  revision: z.int().nonnegative(),
})
export type WaveItem = z.infer<typeof waveStateSchema>

/** The judge's next look at a wave; without a time there is none. */
export const lookSchema = z.object({
  releaseId: releaseIdSchema,
  index: z.int().nonnegative(),
  dueAtMs: z.int().optional(),
  revision: z.int().nonnegative(),
})

/** Ticks of one wave, packed as the judge packs them, oldest first. */
export const evidenceSchema = z.object({
  releaseId: releaseIdSchema,
  index: z.int().nonnegative(),
  part: z.int().nonnegative(),
  ticks: z.array(z.string()),
  revision: z.int().nonnegative(),
})
