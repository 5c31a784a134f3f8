/** The bounds of recovery, each with its sentence. */
import { dayMs, hourMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const recoveryLimits = {
  restorationMs: limit(hourMs / 2, 'ms', 'a service that is not restored half an hour after it was said to be is not'),
  watchMs: limit(dayMs, 'ms', 'a watch that cannot see for a day whether the service is well leaves it to people'),
} as const satisfies Record<string, Limit>
