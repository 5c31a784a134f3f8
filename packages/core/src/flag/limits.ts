/** Flags' own bounds, each with the sentence that explains it. */
import type { Limit } from '../limits.ts'

export const flagLimits = {
  flags: {
    value: 2_000,
    unit: 'flags',
    why: 'one tick reads all that move; a flag that everybody has should be removed',
  },
} as const satisfies Record<string, Limit>
