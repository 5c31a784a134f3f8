/** The watch's own bounds, each with the sentence that explains it. */
import type { Limit } from '../limits.ts'

export const watchLimits = {
  activeWatchesPerShard: {
    value: 5_000,
    unit: 'watches',
    why: 'one tick reads them all; beyond this it would not end in time',
  },
  heldPassages: {
    value: 10_000,
    unit: 'gates',
    why: 'a tick reads all releases that wait at a gate; a lifted freeze wakes as many',
  },
  blindMs: { value: 600_000, unit: 'ms', why: 'people are told once nothing was seen of a release for this long' },
} as const satisfies Record<string, Limit>
