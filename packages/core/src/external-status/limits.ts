/** The bounds of external statuses, each with its sentence. */
import { secondMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const externalStatusLimits = {
  statuses: limit(100, 'status pages', 'all are asked in one minute, by one function'),
  answerBytes: limit(1_000_000, 'bytes', 'the summary of the largest provider has a tenth of that'),
  answerMs: limit(5 * secondMs, 'ms', 'a page that answers later is as good as down, and others wait'),
} as const satisfies Record<string, Limit>
