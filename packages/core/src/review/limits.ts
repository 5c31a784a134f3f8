/** The bounds of reviews, each with its sentence. */
import type { Limit } from '../limits.ts'

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const reviewLimits = {
  itemsPerReview: limit(40, 'items', 'of these six to eight are agreed; a list that is longer is no list of actions'),
  ticketClaimMs: limit(60_000, 'ms', 'filing a ticket takes less; whoever left it half done is taken over from then'),
  chartsPerReview: limit(30, 'charts', 'a gate has fewer metrics than this'),
  chartPoints: limit(120, 'points', 'a chart that is longer than this is drawn in coarser points'),
} as const satisfies Record<string, Limit>
