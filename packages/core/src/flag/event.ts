/** What happens to flags. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { causeSchema } from '../release/index.ts'
import { experimentOutcomes } from './item.ts'
import { flagStates } from './state.ts'

const subject = { key: z.string(), service: z.string() }

export const flagDeclared = defineEvent(
  'flag.declared',
  1,
  'A flag was declared or changed; nobody has it yet.',
  subject,
)
export const flagExposed = defineEvent('flag.expose-requested', 1, 'Somebody wants a flag to go out in its waves.', {
  ...subject,
  by: z.string(),
  why: z.string(),
})
export const flagOffRequested = defineEvent('flag.off-requested', 1, 'Somebody or something wants a flag off.', {
  ...subject,
  by: z.string(),
  why: z.string(),
  cause: causeSchema,
})
export const flagMoved = defineEvent('flag.moved', 1, 'A flag came to another state or wave.', {
  ...subject,
  from: z.enum(flagStates),
  to: z.enum(flagStates),
  waveIndex: z.int(),
  /** In words: `internal + 10 %`. */
  exposure: z.string(),
  reason: z.string(),
  detail: z.string(),
})
export const experimentDecided = defineEvent('flag.experiment-decided', 1, 'An experiment has its verdict.', {
  ...subject,
  outcome: z.enum(experimentOutcomes),
  sentence: z.string(),
})
