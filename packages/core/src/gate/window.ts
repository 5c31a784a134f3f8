/** Recurring times as files write them: Alertmanager's time intervals, which may also wrap over midnight, or Spinnaker's windows. */
import * as z from 'zod'
import { secondMs } from '../clock.ts'
import { parseTimeInterval, type TimeInterval, timeIntervalSchema } from '../silence/index.ts'
import { timeZoneSchema } from '../zone.ts'
import { gateLimits } from './limits.ts'

/** The stored form. zod gives `undefined` for what is absent; it is left out here. */
export const storedIntervalSchema = timeIntervalSchema.transform(
  ({ times, weekdays, daysOfMonth, months, years, location }): TimeInterval => ({
    ...(times && { times }),
    ...(weekdays && { weekdays }),
    ...(daysOfMonth && { daysOfMonth }),
    ...(months && { months }),
    ...(years && { years }),
    ...(location !== undefined && { location }),
  }),
)

const textOrNumber = z.union([z.string(), z.number()])
const listOf = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).max(gateLimits.intervalsPerWindow.value)
const timeSchema = z.strictObject({ start_time: z.string(), end_time: z.string() })
type TimeText = z.infer<typeof timeSchema>

/** 22:00 to 05:00 are two pieces of the same day: before 05:00 and from 22:00 on. The weekday is the one that the clock shows. */
function splitOverMidnight({ start_time: start, end_time: end }: TimeText): TimeText[] {
  if (start <= end) return [{ start_time: start, end_time: end }]
  const evening = { start_time: start, end_time: '24:00' }
  return end === '00:00' ? [evening] : [evening, { start_time: '00:00', end_time: end }]
}

/** One interval as written; gives the form that Houston computes with. */
export const timeIntervalTextSchema = z
  .strictObject({
    times: listOf(timeSchema).optional(),
    weekdays: listOf(z.string()).optional(),
    days_of_month: listOf(textOrNumber).optional(),
    months: listOf(textOrNumber).optional(),
    years: listOf(textOrNumber).optional(),
    location: timeZoneSchema.optional(),
  })
  .transform((text, context): TimeInterval => {
    const { times, ...rest } = text
    const parsed = parseTimeInterval(times === undefined ? rest : { ...rest, times: times.flatMap(splitOverMidnight) })
    if (parsed.kind === 'interval') return parsed.interval
    context.addIssue({ code: 'custom', message: parsed.detail })
    return z.NEVER
  })

export const timeIntervalsTextSchema = listOf(timeIntervalTextSchema).min(1)

/** The zone of the file, for the intervals that name none. */
export const locatedIn = (intervals: readonly TimeInterval[], location: string): TimeInterval[] =>
  intervals.map((interval) => ({ ...interval, location: interval.location ?? location }))

const hour = z.int().min(0).max(23)
const minute = z.int().min(0).max(59)

/** A stage's `restrictedExecutionWindow`, as Spinnaker keeps it. */
export const spinnakerWindowSchema = z.object({
  /** 1 is Sunday, 7 is Saturday. */
  days: listOf(z.int().min(1).max(7)).default([]),
  whitelist: listOf(z.object({ startHour: hour, startMin: minute, endHour: hour, endMin: minute })).default([]),
  /** Seconds. */
  jitter: z
    .object({
      enabled: z.boolean().default(false),
      minDelay: z.int().nonnegative().default(0),
      maxDelay: z
        .int()
        .nonnegative()
        .max(gateLimits.jitterMs.value / secondMs)
        .default(0),
    })
    .optional(),
})
export type SpinnakerWindow = z.infer<typeof spinnakerWindowSchema>

/** Spinnaker's end minute belongs to its window, ours does not: 16:00 there is 16:01 here, and 23:59 is the end of the day. */
export function fromSpinnaker({ days, whitelist }: SpinnakerWindow, location: string): TimeInterval[] {
  const times = whitelist.flatMap(({ startHour, startMin, endHour, endMin }): [number, number][] => {
    const start = startHour * 60 + startMin
    const end = endHour * 60 + endMin + 1
    if (start < end) return [[start, end]]
    return [
      [start, 1_440],
      [0, end],
    ]
  })
  const weekdays = days.map((day): [number, number] => [day - 1, day - 1])
  return [{ ...(times.length > 0 && { times }), ...(weekdays.length > 0 && { weekdays }), location }]
}
