/** Maintenance: times that come again, by the wall clock of a zone, in which people hear nothing of some alerts. */
import * as z from 'zod'
import { matcherSchema } from './matcher.ts'
import { containsTime, type TimeInterval, timeIntervalSchema } from './time-interval.ts'

export const maintenanceSchema = z.object({
  name: z.string().min(1).max(100),
  matchers: z.array(matcherSchema).min(1).max(20),
  /** It holds while any of them holds. */
  intervals: z.array(timeIntervalSchema).min(1).max(50),
  owner: z.string().min(1).max(200),
  reason: z.string().min(1).max(1_000),
  /** What the public status page says of it; without it, only that there is maintenance. */
  announcement: z.string().trim().min(1).max(1_000).optional(),
})
export type Maintenance = z.infer<typeof maintenanceSchema>

export const holdsAt = (intervals: Maintenance['intervals'], timeMs: number): boolean =>
  // zod gives `undefined` for what is absent; containsTime reads both alike.
  intervals.some((interval) => containsTime(interval as TimeInterval, timeMs))
