/** Recurring times by the wall clock, with Alertmanager's meaning: every given field must match, within a field any range. */
import * as z from 'zod'
import { daysInMonth, isZone, type WallClock, wallClock } from './zone.ts'

/** Both ends included, but for minutes of the day, whose end is excluded. */
export type Range = readonly [first: number, last: number]

export interface TimeInterval {
  /** Minutes since midnight, [start, end). */
  readonly times?: readonly Range[]
  /** 0 is Sunday. */
  readonly weekdays?: readonly Range[]
  /** Negative days count from the end of the month. */
  readonly daysOfMonth?: readonly Range[]
  readonly months?: readonly Range[]
  readonly years?: readonly Range[]
  /** An IANA zone; UTC where none is given. */
  readonly location?: string
}

const rangeSchema = z.tuple([z.int(), z.int()])
const ranges = z.array(rangeSchema).max(100).optional()

/** The stored form; people write the YAML of Alertmanager, read by `parseTimeInterval`. */
export const timeIntervalSchema = z.object({
  times: ranges,
  weekdays: ranges,
  daysOfMonth: ranges,
  months: ranges,
  years: ranges,
  location: z.string().refine(isZone, 'is no zone of the IANA database').optional(),
})

const within = (list: readonly Range[] | undefined, value: number): boolean =>
  list === undefined || list.some(([first, last]) => value >= first && value <= last)

export function containsTime(interval: TimeInterval, timeMs: number): boolean {
  const clock = wallClock(interval.location ?? 'UTC', timeMs)
  return (
    (interval.times === undefined ||
      interval.times.some(([start, end]) => clock.minute >= start && clock.minute < end)) &&
    within(interval.weekdays, clock.weekday) &&
    within(interval.months, clock.month) &&
    within(interval.years, clock.year) &&
    withinDays(interval.daysOfMonth, clock)
  )
}

function withinDays(list: readonly Range[] | undefined, clock: WallClock): boolean {
  const length = daysInMonth(clock.year, clock.month)
  const fromStart = (day: number): number => (day < 0 ? length + 1 + day : day)
  return (
    list === undefined ||
    list.some(([first, last]) => {
      // A range that lies wholly behind the month's end (30 to 31 in February) matches no day, rather than the clamped last one.
      if (first > length) return false
      return clock.day >= Math.max(1, fromStart(first)) && clock.day <= Math.min(length, fromStart(last))
    })
  )
}
