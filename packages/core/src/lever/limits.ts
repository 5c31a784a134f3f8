/** The bounds of levers, each with its sentence. */
import { minuteMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const leverLimits = {
  levers: { value: 500, unit: 'levers', why: 'more than this nobody finds in an emergency' },
  triedMs: {
    value: 15 * minuteMs,
    unit: 'ms',
    why: 'after this whoever asked has done something else, and a webhook that answers again would surprise them',
  },
} as const satisfies Record<string, Limit>
