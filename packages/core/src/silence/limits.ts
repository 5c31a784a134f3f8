/** Silences' own bounds, each with the sentence that explains it. */
import { hourMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const silenceLimits = {
  silences: { value: 10_000, unit: 'silences', why: 'every one is asked of every alert; more than these hide a fault' },
  windows: { value: 1_000, unit: 'windows', why: 'a window that nobody remembers mutes for ever' },
  usualMs: { value: hourMs, unit: 'ms', why: 'who gives no end means for now' },
} as const satisfies Record<string, Limit>
