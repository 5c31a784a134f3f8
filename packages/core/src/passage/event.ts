/** What happens at a gate. Each is an event of its release's timeline. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { waveEventShape } from '../release/index.ts'

const check = z.object({
  check: z.string(),
  kind: z.enum(['open', 'closed', 'waits-for']),
  reason: z.string(),
  sentence: z.string(),
  opensAtMs: z.int().optional(),
  passedOver: z.object({ reason: z.string(), sentence: z.string() }).optional(),
})

export const gateHeld = defineEvent('gate.held', 1, 'The gate before a wave holds, for other reasons than before.', {
  ...waveEventShape,
  sentence: z.string(),
  reasons: z.array(check),
  /** The first instant at which all checks are open, where time alone stands in the way. */
  opensAtMs: z.int().optional(),
})
export const gateOpened = defineEvent('gate.opened', 1, 'The gate before a wave opened: each check with its reason.', {
  ...waveEventShape,
  sentence: z.string(),
  checks: z.array(check),
  /** Those that were passed by an exception. */
  exceptions: z.int(),
  askedAtMs: z.int(),
})
