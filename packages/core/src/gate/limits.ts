/** The gate's own bounds, each with the sentence that explains it. */
import { dayMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const gateLimits = {
  horizonMs: {
    value: 3_653 * dayMs,
    unit: 'ms',
    why: 'an opening is looked for ten years ahead; what does not open by then never opens',
  },
  openingRounds: {
    value: 4_000,
    unit: 'rounds',
    why: 'freezes and calendars that bar each other are followed this often; then they never open together',
  },
  jitterMs: { value: dayMs, unit: 'ms', why: 'a longer spread is a calendar of its own' },
  intervalsPerWindow: { value: 100, unit: 'intervals', why: 'a calendar that needs more is two calendars' },
  namesPerScope: { value: 1_000, unit: 'names', why: 'a scope that names more is better said by tier, owner or stage' },
  approvalsPerPolicy: { value: 20, unit: 'approvals', why: 'nobody finds twenty people to approve one release' },
  freezes: { value: 1_000, unit: 'freezes', why: 'every gate reads them all' },
  calendars: { value: 1_000, unit: 'calendars', why: 'every gate reads them all' },
  policies: { value: 1_000, unit: 'policies', why: 'a policy for each team is far fewer' },
  wordsPerArtifact: { value: 1_000, unit: 'words', why: 'every gate reads all that was said of its artifact' },
  dependenciesPerService: {
    value: 2_000,
    unit: 'services',
    why: 'what a service needs is read before each wave; beyond this it counts as not known',
  },
  budgetWindowMs: { value: 366 * dayMs, unit: 'ms', why: 'an objective over more than a year steers nothing' },
  stepsPerPolicy: { value: 50, unit: 'steps', why: 'each step is asked for before each wave' },
} as const satisfies Record<string, Limit>
