/** The bounds of a risk assessment, each with the sentence that explains it. */
import type { Limit } from '../limits.ts'

export const riskLimits = {
  filesPerChange: { value: 10_000, unit: 'files', why: 'a change of more files is as large as can be' },
  pathLength: { value: 4_096, unit: 'characters', why: 'Linux takes no longer path' },
  servicesPerWalk: {
    value: 20_000,
    unit: 'services',
    why: 'a walk that reaches more counts as reaching everything, and says so',
  },
} as const satisfies Record<string, Limit>
