/** Restrictions: the weekly windows of local time in which a layer counts. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import type { Zone } from '../zone.ts'
import { type Interval, unite } from './interval.ts'
import { clockTimeSchema, parseClockMs, startOfDayMs, weekdayOf, weekdays } from './wall.ts'

/** On each of the days, from the time until the next time that the clock shows `to`: the next day where it is not later than `from`. */
export const restrictionSchema = z.strictObject({
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .default([...weekdays]),
  from: clockTimeSchema,
  to: clockTimeSchema,
})
export type Restriction = z.infer<typeof restrictionSchema>

/**
 * Each day's window that overlaps the interval, whole; joined where they touch. A window begins the first time that its clock time is shown and ends the
 * last time: an hour that the clocks repeat is covered twice by neighbours rather than by nobody. A skipped time counts right after the skip.
 */
export function windowsOf(restrictions: readonly Restriction[], zone: Zone, interval: Interval): Interval[] {
  const windows: Interval[] = []
  // A window begun the day before may still be open, and zones skip or repeat up to a day.
  const firstDay = startOfDayMs(zone.wallMs(interval.fromMs)) - 3 * dayMs
  const lastDay = startOfDayMs(zone.wallMs(interval.untilMs)) + 2 * dayMs
  for (const restriction of restrictions) {
    const fromClockMs = parseClockMs(restriction.from) ?? 0
    const toClockMs = parseClockMs(restriction.to) ?? 0
    const nights = toClockMs > fromClockMs ? 0 : dayMs
    const chosen = weekdays.map((day) => restriction.days.includes(day))
    for (let day = firstDay; day <= lastDay; day += dayMs) {
      if (chosen[weekdayOf(day)] !== true) continue
      const window = {
        fromMs: zone.firstInstantMs(day + fromClockMs),
        untilMs: zone.lastInstantMs(day + nights + toClockMs),
      }
      if (window.fromMs < interval.untilMs && window.untilMs > interval.fromMs) windows.push(window)
    }
  }
  return unite(windows)
}
