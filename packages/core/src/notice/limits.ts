/** The bounds of notices, each with its sentence. */
import { secondMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const noticeLimits = {
  deliveriesPerTurn: limit(40, 'deliveries', 'are looked at in one call: ten at a time, each of some seconds at most'),
  deliveriesAtOnce: limit(10, 'deliveries', 'providers answer so many side by side'),
  subscribersPerTurn: limit(90, 'subscribers', 'are written down in one transaction, which takes 100 items'),
  turnPauseMs: limit(secondMs, 'ms', 'between two calls while there is more to send'),
  turns: limit(3_000, 'turns', 'keep an execution far below 25,000 events; what is left then has failed'),
} as const satisfies Record<string, Limit>
