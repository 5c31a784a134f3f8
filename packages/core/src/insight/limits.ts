/** How much a report looks at, each with the sentence that explains it. */
import type { Limit } from '../limits.ts'

export const insightLimits = {
  days: {
    value: 31,
    unit: 'days',
    why: 'three listings are read for each: a month is some ninety requests to the table',
  },
  itemsPerDay: {
    value: 1_000,
    unit: 'items',
    why: 'of each listing, one page: a report says where a day had more, instead of reading on for ever',
  },
  daysAtOnce: { value: 8, unit: 'days', why: 'read side by side: a report must not slow down what people wait for' },
} as const satisfies Record<string, Limit>
