/** Which days of a month a cron expression means. Days are counted from 1, days of the week from 1 for Sunday, as EventBridge does. */
import type { Cron, DayRule } from './cron.ts'

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1

/** The matching days of one month, ascending. */
export function daysOf(cron: Cron, year: number, month: number): readonly number[] {
  const count = daysIn(year, month)
  const days = new Set(cron.dayRules.flatMap((rule) => daysOfRule(rule, year, month, count)))
  return [...days].sort((a, b) => a - b)
}

function daysOfRule(rule: DayRule, year: number, month: number, count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, place) => place + 1)
  const ofWeekday = (weekday: number): readonly number[] => all.filter((day) => weekdayOf(year, month, day) === weekday)
  switch (rule.kind) {
    case 'any':
      return all
    case 'days':
      return rule.days.filter((day) => day <= count)
    case 'last-day':
      return [count]
    case 'last-weekday':
      return [nearestWeekday(year, month, count, count)]
    case 'nearest-weekday':
      return rule.day > count ? [] : [nearestWeekday(year, month, rule.day, count)]
    case 'weekdays':
      return all.filter((day) => rule.days.includes(weekdayOf(year, month, day)))
    case 'last-of-weekday':
      return ofWeekday(rule.weekday).slice(-1)
    case 'nth-weekday':
      return ofWeekday(rule.weekday).slice(rule.nth - 1, rule.nth)
  }
}

/** Saturday goes back to Friday and Sunday on to Monday, but never into another month. */
function nearestWeekday(year: number, month: number, day: number, count: number): number {
  const weekday = weekdayOf(year, month, day)
  if (weekday === 7) return day === 1 ? day + 2 : day - 1
  if (weekday === 1) return day === count ? day - 2 : day + 1
  return day
}
