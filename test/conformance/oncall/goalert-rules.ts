/** GoAlert's schedule rules, asked of our restrictions. */
import { dayMs } from '@houston/core/clock.ts'
import { contains, type Interval } from '@houston/core/oncall/interval.ts'
import { type Restriction, windowsOf } from '@houston/core/oncall/restriction.ts'
import { weekdays } from '@houston/core/oncall/wall.ts'
import { zoneOf } from '@houston/core/zone.ts'
import { type CaseResult, differs, instantMs, judge } from './case.ts'

export interface RuleCase {
  readonly fn: string
  readonly rule: {
    readonly start: string
    readonly end: string
    /** From Sunday; 1 or true where the rule counts. */
    readonly days: readonly (number | boolean)[]
  }
  readonly zone?: string
  readonly at: string
  /** No time, or Go's zero time, for a rule that never begins or never ends. */
  readonly expect: boolean | string | null
}

export const ruleFunctions: readonly string[] = ['is_active', 'start_time', 'end_time']

export function judgeRules(cases: readonly RuleCase[]): CaseResult[] {
  return cases.map((row, index) => {
    const days = row.rule.days.map((day, weekday) => (day ? 'SMTWTFS'[weekday] : '_')).join('')
    return judge(`[${index}] ${row.fn} ${row.rule.start}-${row.rule.end} ${days} at ${row.at}`, () => problemOf(row))
  })
}

function problemOf({ fn, rule, zone = 'UTC', at, expect }: RuleCase): string | undefined {
  const atMs = instantMs(at)
  const windows = windowsAround(rule, zone, atMs)
  if (fn === 'is_active') {
    const active = windows.some((window) => contains(window, atMs))
    return active === expect ? undefined : `expected ${expect}, got ${active}`
  }
  if (fn !== 'start_time' && fn !== 'end_time') throw new Error(`there is no function ${fn}`)
  const always = rule.start === rule.end && rule.days.every(Boolean)
  const current = always ? undefined : windows.find(({ untilMs }) => untilMs > atMs)
  return differs(fn, expectedMs(expect), fn === 'start_time' ? current?.fromMs : current?.untilMs)
}

/** Goes back over the longest run of days that is not every day, and on over the next one. */
function windowsAround({ start, end, days }: RuleCase['rule'], zone: string, atMs: number): Interval[] {
  const chosen = weekdays.filter((_, weekday) => Boolean(days[weekday]))
  if (chosen.length === 0) return []
  const restriction: Restriction = { days: chosen, from: start.slice(0, 5), to: end.slice(0, 5) }
  return windowsOf([restriction], zoneOf(zone), { fromMs: atMs - 8 * dayMs, untilMs: atMs + 16 * dayMs })
}

const expectedMs = (expect: RuleCase['expect']): number | undefined =>
  typeof expect !== 'string' || expect.startsWith('0001-') ? undefined : instantMs(expect)
