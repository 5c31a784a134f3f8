/**
 * The part of RFC 5545's recurrence rules that a rotation can hand over by: FREQ HOURLY, DAILY, WEEKLY or MONTHLY with INTERVAL, BYDAY,
 * BYMONTHDAY, BYHOUR, BYMINUTE and WKST. A rotation has no end, so COUNT and UNTIL are refused, and so is every part that is not read here:
 * a rule half understood would page the wrong person. What is left out is taken from the start, as the RFC says.
 */
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { oncallLimits } from './limits.ts'
import { everyPeriod, inMonths, type Recurrence } from './recurrence.ts'
import { dayOfMonth, daysInMonth, monthOf, startOfDayMs, startOfMonthMs, weekdayOf } from './wall.ts'

export type RruleResult =
  | { readonly kind: 'recurrence'; readonly recurrence: Recurrence }
  | { readonly kind: 'refused'; readonly reason: string }

const frequencies = ['HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY'] as const
type Frequency = (typeof frequencies)[number]

/** Which parts each frequency reads besides FREQ, INTERVAL and WKST. */
const partsOf: Readonly<Record<Frequency, readonly string[]>> = {
  HOURLY: ['BYMINUTE'],
  DAILY: ['BYHOUR', 'BYMINUTE'],
  WEEKLY: ['BYDAY', 'BYHOUR', 'BYMINUTE'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY', 'BYHOUR', 'BYMINUTE'],
}

const dayNames = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

class Refusal extends Error {}
const refuse = (reason: string): never => {
  throw new Refusal(reason)
}

/** Reads the rule; `startWallMs` is its DTSTART. */
export function parseRrule(text: string, startWallMs: number): RruleResult {
  try {
    return { kind: 'recurrence', recurrence: readRule(text, startWallMs) }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', reason: error.message }
    throw error
  }
}

interface Rule {
  readonly frequency: Frequency
  readonly interval: number
  readonly weekStart: number
  readonly parts: ReadonlyMap<string, string>
}

function readRule(text: string, startWallMs: number): Recurrence {
  const rule = readParts(text)
  if (rule.frequency === 'MONTHLY') return monthly(rule, startWallMs)
  const [unitMs, baseWallMs] = unitOf(rule, startWallMs)
  const offsetsMs = offsetsOf(rule, startWallMs)
  if (offsetsMs.length > oncallLimits.handoffsPerPeriod.value) tooMany(offsetsMs.length)
  return everyPeriod(baseWallMs, unitMs * rule.interval, offsetsMs, startWallMs)
}

const tooMany = (count: number): never =>
  refuse(`hands over ${count} times a period; ${oncallLimits.handoffsPerPeriod.value} at most`)

function readParts(text: string): Rule {
  const parts = new Map<string, string>()
  for (const part of text.replace(/^RRULE:/, '').split(';')) {
    const [name = '', value = '', ...rest] = part.split('=')
    if (value === '' || rest.length > 0) refuse(`${part === '' ? 'an empty part' : part} is not of the form NAME=VALUE`)
    if (parts.has(name)) refuse(`${name} is given twice`)
    parts.set(name, value)
  }
  const frequency =
    frequencies.find((known) => known === parts.get('FREQ')) ?? refuse(`FREQ must be ${frequencies.join(', ')}`)
  for (const name of parts.keys()) {
    if (!['FREQ', 'INTERVAL', 'WKST', ...partsOf[frequency]].includes(name))
      refuse(`${name} is not read with FREQ=${frequency}; only INTERVAL, WKST, ${partsOf[frequency].join(', ')} are`)
  }
  const interval = readNumbers(parts.get('INTERVAL') ?? '1', 'INTERVAL', 1, oncallLimits.shiftLength.value)
  if (interval.length !== 1) refuse('INTERVAL must be one number')
  const weekStart = dayNames.indexOf(parts.get('WKST') ?? 'MO')
  if (weekStart < 0) refuse(`WKST must be one of ${dayNames.join(', ')}`)
  return { frequency, interval: interval[0] ?? 1, weekStart, parts }
}

function readNumbers(text: string, name: string, least: number, most: number): number[] {
  const numbers = text.split(',').map((item) => (/^[+-]?\d{1,4}$/.test(item) ? Number(item) : Number.NaN))
  if (numbers.some((value) => !(value >= least && value <= most) || (least < 0 && value === 0)))
    refuse(`${name} must be numbers from ${least} to ${most}`)
  return [...new Set(numbers)].sort((a, b) => a - b)
}

/** A period's length, and the start of the one that holds the rule's start. */
function unitOf(rule: Rule, startWallMs: number): [number, number] {
  if (rule.frequency === 'HOURLY') return [hourMs, Math.floor(startWallMs / hourMs) * hourMs]
  const today = startOfDayMs(startWallMs)
  if (rule.frequency === 'DAILY') return [dayMs, today]
  return [7 * dayMs, today - ((weekdayOf(today) - rule.weekStart + 7) % 7) * dayMs]
}

function offsetsOf(rule: Rule, startWallMs: number): number[] {
  if (rule.frequency === 'HOURLY') return minutesOf(rule, startWallMs).map((minute) => minute * minuteMs)
  const clocks = clocksOf(rule, startWallMs)
  if (rule.frequency === 'DAILY') return clocks
  const days = rule.parts.get('BYDAY')?.split(',') ?? [dayNames[weekdayOf(startWallMs)] ?? '']
  const places = days.map((day) => {
    const weekday = dayNames.indexOf(day)
    return weekday < 0 ? refuse(`BYDAY must be of ${dayNames.join(', ')}`) : (weekday - rule.weekStart + 7) % 7
  })
  return [...new Set(places)].sort((a, b) => a - b).flatMap((place) => clocks.map((clockMs) => place * dayMs + clockMs))
}

const minutesOf = ({ parts }: Rule, startWallMs: number): number[] =>
  readNumbers(parts.get('BYMINUTE') ?? String(new Date(startWallMs).getUTCMinutes()), 'BYMINUTE', 0, 59)

/** Times of day, in ms since midnight. */
function clocksOf(rule: Rule, startWallMs: number): number[] {
  const hours = readNumbers(rule.parts.get('BYHOUR') ?? String(new Date(startWallMs).getUTCHours()), 'BYHOUR', 0, 23)
  const minutes = minutesOf(rule, startWallMs)
  return hours.flatMap((hour) => minutes.map((minute) => hour * hourMs + minute * minuteMs))
}

/** The Gregorian weekdays repeat after 28 years but for a century's end; a rule silent for 40 never speaks. */
const monthsToTry = 40 * 12

function monthly(rule: Rule, startWallMs: number): Recurrence {
  const clocks = clocksOf(rule, startWallMs)
  const daysOf = monthDays(rule, startWallMs)
  const ofMonth = (month: number): number[] => {
    const startMs = startOfMonthMs(month)
    return daysOf(month).flatMap((day) => clocks.map((clockMs) => startMs + (day - 1) * dayMs + clockMs))
  }
  const startMonth = monthOf(startWallMs)
  let most = 0
  // Where not even the longest month could have too many, one month that has any is proof enough.
  const mayBeTooMany = clocks.length * 31 > oncallLimits.handoffsPerPeriod.value
  for (let month = startMonth; month < startMonth + Math.max(monthsToTry, rule.interval * 2); month += rule.interval) {
    most = Math.max(most, ofMonth(month).length)
    if (most > 0 && !mayBeTooMany) break
  }
  if (most === 0) refuse('never happens')
  if (most > oncallLimits.handoffsPerPeriod.value) tooMany(most)
  return inMonths(rule.interval, ofMonth, startWallMs)
}

/** A day that a month lacks is skipped, as the RFC says: for the last of each month, write BYMONTHDAY=-1. */
function monthDays({ parts }: Rule, startWallMs: number): (month: number) => number[] {
  const byDay = parts.get('BYDAY')
  if (byDay !== undefined && parts.has('BYMONTHDAY')) refuse('BYDAY and BYMONTHDAY together are not read')
  const days =
    byDay === undefined
      ? monthDaysByNumber(
          readNumbers(parts.get('BYMONTHDAY') ?? String(dayOfMonth(startWallMs)), 'BYMONTHDAY', -31, 31),
        )
      : monthDaysByName(byDay.split(',').map(readOrdinalDay))
  return (month) => [...new Set(days(month))].sort((a, b) => a - b)
}

const monthDaysByNumber = (numbers: readonly number[]) => (month: number) => {
  const length = daysInMonth(month)
  return numbers.map((day) => (day < 0 ? length + 1 + day : day)).filter((day) => day >= 1 && day <= length)
}

interface OrdinalDay {
  readonly weekday: number
  /** 2 the second, -1 the last, 0 every one. */
  readonly ordinal: number
}

function readOrdinalDay(text: string): OrdinalDay {
  const [, ordinal = '', name = ''] = /^([+-]?[1-5])?([A-Z]{2})$/.exec(text) ?? []
  const weekday = dayNames.indexOf(name)
  return weekday < 0 ? refuse('BYDAY must be such as MO, 2TU or -1FR') : { weekday, ordinal: Number(ordinal) }
}

const monthDaysByName = (wanted: readonly OrdinalDay[]) => (month: number) => {
  const length = daysInMonth(month)
  const firstWeekday = weekdayOf(startOfMonthMs(month))
  return wanted.flatMap(({ weekday, ordinal }) => {
    const first = 1 + ((weekday - firstWeekday + 7) % 7)
    const all = [0, 7, 14, 21, 28].map((days) => first + days).filter((day) => day <= length)
    if (ordinal === 0) return all
    const day = all.at(ordinal > 0 ? ordinal - 1 : ordinal)
    return day === undefined ? [] : [day]
  })
}
