/** Reads recurring times as Alertmanager's configuration writes them: `weekdays: ['monday:friday']`, `times: [{start_time, end_time}]`. */
import type { Range, TimeInterval } from './time-interval.ts'
import { isZone } from './zone.ts'

export type ParsedTimeInterval =
  | { readonly kind: 'interval'; readonly interval: TimeInterval }
  | { readonly kind: 'invalid'; readonly detail: string }

const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const fields = new Set(['times', 'weekdays', 'days_of_month', 'months', 'years', 'location'])

/** `value` is the parsed YAML of one interval. */
export function parseTimeInterval(value: unknown): ParsedTimeInterval {
  try {
    return { kind: 'interval', interval: readInterval(value) }
  } catch (error) {
    return { kind: 'invalid', detail: error instanceof Error ? error.message : String(error) }
  }
}

function readInterval(value: unknown): TimeInterval {
  const given = asRecord(value, 'a time interval')
  const unknown = Object.keys(given).find((field) => !fields.has(field))
  if (unknown !== undefined) throw new Error(`${unknown} is not a field of a time interval`)
  const location = given.location
  if (location !== undefined && (typeof location !== 'string' || !isZone(location)))
    throw new Error(`unknown time zone ${String(location)}`)
  return {
    ...listed(given, 'times', 'times', readTimes),
    ...listed(given, 'weekdays', 'weekdays', (entry) => readRange(entry, readWeekday, 'day')),
    ...listed(given, 'days_of_month', 'daysOfMonth', readDays),
    ...listed(given, 'months', 'months', (entry) => readRange(entry, readMonth, 'month')),
    ...listed(given, 'years', 'years', (entry) => readRange(entry, readYear, 'year')),
    ...(typeof location === 'string' && { location }),
  }
}

function asRecord(value: unknown, what: string): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`${what} must be a mapping`)
  return Object.fromEntries(Object.entries(value))
}

function listed(
  given: Record<string, unknown>,
  field: string,
  name: Exclude<keyof TimeInterval, 'location'>,
  read: (entry: unknown) => Range,
): TimeInterval {
  const list = given[field]
  if (list === undefined || list === null) return {}
  if (!Array.isArray(list)) throw new Error(`${field} must be a list`)
  return { [name]: list.map(read) }
}

function readRange(entry: unknown, read: (text: string) => number, what: string): Range {
  const [start = '', end = start, ...rest] = String(entry).toLowerCase().split(':')
  if (rest.length > 0) throw new Error(`couldn't parse range ${String(entry)}, invalid format`)
  const [first, last] = [read(start), read(end)]
  if (last < first) throw new Error(`end ${what} ${end} is before start ${what} ${start}`)
  return [first, last]
}

function readWeekday(text: string): number {
  const weekday = weekdayNames.indexOf(text)
  if (weekday < 0) throw new Error(`${text} is not a valid weekday`)
  return weekday
}

function readMonth(text: string): number {
  const month = /^\d{1,2}$/.test(text) ? Number(text) : monthNames.indexOf(text) + 1
  if (month < 1 || month > 12) throw new Error(`${text} is not a valid month`)
  return month
}

function readYear(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new Error(`${text} is not a valid year`)
  return Number(text)
}

function readDay(text: string): number {
  const day = /^-?\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (!(Math.abs(day) >= 1 && Math.abs(day) <= 31))
    throw new Error(`${text} is not a valid day of the month: out of range`)
  return day
}

function readDays(entry: unknown): Range {
  const [start = '', end = start] = String(entry).split(':')
  const [first, last] = [readDay(start), readDay(end)]
  if (first < 0 && last > 0) throw new Error('end day must be negative if start day is negative')
  // The longest month decides: a range that is empty in every month is a mistake, one that is empty in some is not.
  const [from, to] = [first < 0 ? 32 + first : first, last < 0 ? 32 + last : last]
  if (to < from) throw new Error(`end day ${last} is always before start day ${first}`)
  return [first, last]
}

/** `{start_time: '09:00', end_time: '17:00'}` as minutes since midnight. */
export function readTimes(entry: unknown): Range {
  const { start_time: startText, end_time: endText } = asRecord(entry, 'a time range')
  if (startText === undefined || endText === undefined) throw new Error('both start and end times must be provided')
  const [start, end] = [readMinute(String(startText)), readMinute(String(endText))]
  if (start >= end) throw new Error('start time cannot be equal or greater than end time')
  return [start, end]
}

function readMinute(text: string): number {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? []
  const total = Number(hour) * 60 + Number(minute)
  if (hour === undefined || minute === undefined || total > 1_440)
    throw new Error(`couldn't parse timestamp ${text}, invalid format`)
  return total
}
