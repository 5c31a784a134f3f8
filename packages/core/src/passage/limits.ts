/** The bounds of a passage, each with the sentence that explains it. */
import { dayMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const passageLimits = {
  heldMs: {
    value: 7 * dayMs,
    unit: 'ms',
    why: 'a release that people, alarms or incidents hold for a week is taken back; time alone may hold it longer',
  },
  checksPerGate: {
    value: 1_000,
    unit: 'checks',
    why: 'each is some fifteen events of the execution’s history, which ends at 25,000',
  },
  wakesPerEvent: {
    value: 10_000,
    unit: 'gates',
    why: 'a lifted freeze wakes every release that waits for it, in pages',
  },
} as const satisfies Record<string, Limit>
