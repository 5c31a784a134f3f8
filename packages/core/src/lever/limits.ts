/** The bounds of levers, each with its sentence. */
import type { Limit } from '../limits.ts'

export const leverLimits = {
  levers: { value: 500, unit: 'levers', why: 'more than this nobody finds in an emergency' },
} as const satisfies Record<string, Limit>
