/** A release at the gate before one wave: since when it asks, what was decided last, and the token that the machine waits on. */
import * as z from 'zod'
import { type GateDecision, gateCheckNames } from '../gate/index.ts'
import { releaseIdSchema } from './release.ts'

const checkDecisionSchema = z.object({
  check: z.enum(gateCheckNames),
  kind: z.enum(['open', 'closed', 'waits-for']),
  reason: z.string(),
  sentence: z.string(),
  opensAtMs: z.int().optional(),
  passedOver: z.object({ reason: z.string(), sentence: z.string() }).optional(),
})
export type PassageCheck = z.infer<typeof checkDecisionSchema>

export const passageSchema = z.object({
  releaseId: releaseIdSchema,
  waveIndex: z.int().nonnegative(),
  askedAtMs: z.int(),
  checkedAtMs: z.int(),
  /** How often it was decided, over the whole passage. */
  checkCount: z.int().nonnegative(),
  /** How often in a row facts held it: the next look is the later the more. */
  heldRounds: z.int().nonnegative(),
  /** Since when something else than time holds it: patience counts from here. */
  heldSinceMs: z.int().optional(),
  decision: z.object({
    kind: checkDecisionSchema.shape.kind,
    sentence: z.string(),
    checks: z.array(checkDecisionSchema),
    opensAtMs: z.int().optional(),
  }),
  /** When it is looked at again, if nothing wakes it before. */
  againAtMs: z.int().optional(),
  /** Ends the machine's wait. */
  taskToken: z.string().optional(),
  /** How often something asked for another look, and how many of those the last look knew of. */
  wakes: z.int().nonnegative(),
  wakesSeen: z.int().nonnegative(),
  openedAtMs: z.int().optional(),
  revision: z.int().nonnegative(),
})
export type PassageItem = z.infer<typeof passageSchema>

/** The decision as it is stored: the sentences that hold and those of exceptions are among the checks. */
export const storedDecision = ({ kind, sentence, checks, opensAtMs }: GateDecision): PassageItem['decision'] => ({
  kind,
  sentence,
  checks: checks.map((check) => ({ ...check })),
  ...(opensAtMs !== undefined && { opensAtMs }),
})
