/** The judge's own bounds, each with the sentence that explains it. */
import type { Limit } from '../limits.ts'

export const judgeLimits = {
  metricsPerGate: {
    value: 40,
    unit: 'metrics',
    why: 'one gate answers one question; more metrics dilute the evidence',
  },
  lateTicks: { value: 12, unit: 'ticks', why: 'held back for reordering; each held tick is state' },
  ticksPerEvidence: { value: 100_000, unit: 'ticks', why: 'a week of 10-second ticks and some more' },
  missingCauses: { value: 12, unit: 'causes', why: 'named causes counted per metric; the rest count as other' },
  dispersion: {
    value: 1_000,
    unit: 'variance over mean',
    why: 'above this a count says nothing about single requests',
  },
} as const satisfies Record<string, Limit>
