/** EventBridge's cron: six fields, `minutes hours day-of-month month day-of-week year`, with ? L W and # in the day fields. */

/** A set of numbers, ascending. */
export type Values = readonly number[]

/** Which days of a month: one rule of a day field's list. */
export type DayRule =
  | { readonly kind: 'any' }
  | { readonly kind: 'days'; readonly days: Values }
  | { readonly kind: 'last-day' }
  | { readonly kind: 'last-weekday' }
  | { readonly kind: 'nearest-weekday'; readonly day: number }
  /** Day of the week: 1 is Sunday. */
  | { readonly kind: 'weekdays'; readonly days: Values }
  | { readonly kind: 'last-of-weekday'; readonly weekday: number }
  | { readonly kind: 'nth-weekday'; readonly weekday: number; readonly nth: number }

export interface Cron {
  readonly minutes: Values
  readonly hours: Values
  readonly dayRules: readonly DayRule[]
  readonly months: Values
  readonly years: Values
}

interface Field {
  readonly name: string
  readonly min: number
  readonly max: number
  /** Names from `min` on. */
  readonly names?: readonly string[]
}

const fields = {
  minutes: { name: 'minutes', min: 0, max: 59 },
  hours: { name: 'hours', min: 0, max: 23 },
  dayOfMonth: { name: 'day-of-month', min: 1, max: 31 },
  month: {
    name: 'month',
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  dayOfWeek: { name: 'day-of-week', min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
  year: { name: 'year', min: 1970, max: 2199 },
} as const satisfies Record<string, Field>

/** Parses what stands inside `cron(…)`. Calls `refuse` with the problem, which does not return. */
export function parseCron(text: string, refuse: (problem: string) => never): Cron {
  const words = text.trim().split(/\s+/)
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = words
  if (words.length !== 6) refuse(`it has ${words.length} fields and needs 6`)
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) refuse('exactly one of day-of-month and day-of-week must be ?')
  const dayRules =
    dayOfMonth === '?'
      ? dayOfWeek.split(',').map((part) => dayOfWeekRule(part, refuse))
      : dayOfMonth.split(',').map((part) => dayOfMonthRule(part, refuse))
  return {
    minutes: parseValues(minutes, fields.minutes, refuse),
    hours: parseValues(hours, fields.hours, refuse),
    dayRules,
    months: parseValues(month, fields.month, refuse),
    years: parseValues(year, fields.year, refuse),
  }
}

type Refuse = (problem: string) => never

function dayOfMonthRule(part: string, refuse: Refuse): DayRule {
  if (part === '*') return { kind: 'any' }
  if (part === 'L') return { kind: 'last-day' }
  if (part === 'LW') return { kind: 'last-weekday' }
  const nearest = /^(\d+)W$/.exec(part)
  if (nearest !== null)
    return { kind: 'nearest-weekday', day: parseNumber(nearest[1] ?? '', fields.dayOfMonth, refuse) }
  return { kind: 'days', days: parseValues(part, fields.dayOfMonth, refuse) }
}

function dayOfWeekRule(part: string, refuse: Refuse): DayRule {
  if (part === '*') return { kind: 'any' }
  if (part === 'L') return { kind: 'weekdays', days: [7] }
  const last = /^(\w+)L$/.exec(part)
  if (last !== null) return { kind: 'last-of-weekday', weekday: parseNumber(last[1] ?? '', fields.dayOfWeek, refuse) }
  const [weekday = '', nth, ...more] = part.split('#')
  if (nth === undefined) return { kind: 'weekdays', days: parseValues(part, fields.dayOfWeek, refuse) }
  if (more.length > 0 || !/^[1-5]$/.test(nth)) refuse(`the ${part} of day-of-week names no first to fifth weekday`)
  return { kind: 'nth-weekday', weekday: parseNumber(weekday, fields.dayOfWeek, refuse), nth: Number(nth) }
}

/** A list of `*`, `a`, `a-b`, each with an optional `/step`. A range may go over the end: 22-2 is 22, 23, 0, 1 and 2. */
function parseValues(text: string, field: Field, refuse: Refuse): Values {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step)))
      refuse(`${part} of ${field.name} has no step`)
    const [from, to] = parseRange(range, step !== undefined, field, refuse)
    for (let value = from; value <= to; value += Number(step ?? 1))
      values.add(value > field.max ? value - (field.max - field.min + 1) : value)
  }
  return [...values].sort((a, b) => a - b)
}

function parseRange(range: string, stepped: boolean, field: Field, refuse: Refuse): readonly [number, number] {
  if (range === '*') return [field.min, field.max]
  const [first = '', second, ...more] = range.split('-')
  const from = parseNumber(first, field, refuse)
  if (second === undefined) return [from, stepped ? field.max : from]
  const to = parseNumber(second, field, refuse)
  if (more.length > 0 || (to < from && field.name === 'year')) refuse(`${range} of ${field.name} is no range`)
  return [from, to < from ? to + field.max - field.min + 1 : to]
}

function parseNumber(text: string, field: Field, refuse: Refuse): number {
  const place = field.names?.indexOf(text.toUpperCase()) ?? -1
  if (place !== -1) return field.min + place
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= field.min && value <= field.max))
    refuse(`${text === '' ? 'an empty part' : text} of ${field.name} is not within ${field.min} and ${field.max}`)
  return value
}
