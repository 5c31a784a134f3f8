/** Schedule expressions: `rate(…)`, `cron(…)`, `at(…)`, and when they fire next. Pure. */
import { dayMs, hourMs, minuteMs } from '@houston/core/clock.ts'
import { daysOf } from './calendar.ts'
import { type Cron, parseCron } from './cron.ts'
import { invalidExpression } from './error.ts'
import { instantOf, wallOf } from './zone.ts'

export type Expression =
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: Cron; readonly timeZone: string }
  | { readonly kind: 'at'; readonly atMs: number }

export interface FireOptions {
  /** A name of the IANA database; default UTC. */
  readonly timeZone?: string
  /** What a rate counts from: the time at which the schedule was made. Default: the epoch. */
  readonly anchorMs?: number
}

const unitMs = { minute: minuteMs, hour: hourMs, day: dayMs } as const
/** Clocks are set back by at most this much: around such a change, a wall time this long ago may still be ahead. */
const longestSetBackMs = 3 * hourMs

/** Throws `schedule.invalid-expression` or `schedule.unknown-time-zone`. */
export function parseExpression(text: string, timeZone = 'UTC'): Expression {
  const refuse = (problem: string): never => {
    throw invalidExpression(text, problem)
  }
  // A zone that does not exist is an error now, not at the first firing.
  wallOf(0, timeZone)
  const [, kind, inside = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text) ?? []
  if (kind === 'rate') return { kind, everyMs: parseRate(inside, refuse) }
  if (kind === 'cron') return { kind, cron: parseCron(inside, refuse), timeZone }
  if (kind === 'at') return { kind, atMs: parseAt(inside, timeZone, refuse) }
  return refuse('it is none of rate(…), cron(…) and at(…)')
}

function parseRate(inside: string, refuse: (problem: string) => never): number {
  const [, count = '', unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(inside) ?? []
  if (count === '') return refuse('a rate is a positive number and minutes, hours or days')
  if ((count === '1') !== (plural === '')) return refuse('the unit of 1 is singular and of more is plural')
  return Number(count) * unitMs[unit as keyof typeof unitMs]
}

function parseAt(inside: string, timeZone: string, refuse: (problem: string) => never): number {
  const wallMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inside) ? Date.parse(`${inside}Z`) : Number.NaN
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 19) !== inside)
    return refuse('a time is written as yyyy-mm-ddThh:mm:ss')
  return instantOf(wallMs, timeZone) ?? refuse(`the clocks of ${timeZone} skip that time`)
}

/**
 * The first time after `afterMs`, never at it; undefined where there is none any more. A wall time that the clocks skip in spring
 * does not fire, and one that they show twice in autumn fires at its first, as EventBridge Scheduler has it.
 */
export function nextFireMs(
  expression: string | Expression,
  afterMs: number,
  options: FireOptions = {},
): number | undefined {
  const parsed = typeof expression === 'string' ? parseExpression(expression, options.timeZone) : expression
  switch (parsed.kind) {
    case 'rate': {
      const anchorMs = options.anchorMs ?? 0
      const fired = Math.max(0, Math.floor((afterMs - anchorMs) / parsed.everyMs))
      return anchorMs + (fired + 1) * parsed.everyMs
    }
    case 'at':
      return parsed.atMs > afterMs ? parsed.atMs : undefined
    case 'cron':
      return nextCronMs(parsed.cron, parsed.timeZone, afterMs)
  }
}

function nextCronMs(cron: Cron, timeZone: string, afterMs: number): number | undefined {
  const beforeWallMs = wallOf(afterMs - longestSetBackMs, timeZone)
  const fromWallMs =
    wallOf(afterMs + longestSetBackMs, timeZone) - beforeWallMs === 2 * longestSetBackMs
      ? wallOf(afterMs, timeZone)
      : beforeWallMs - longestSetBackMs
  const from = new Date(fromWallMs)
  for (const year of cron.years) {
    if (year < from.getUTCFullYear()) continue
    for (const month of cron.months) {
      if (Date.UTC(year, month, 1) <= fromWallMs) continue
      const found = firstInMonth(cron, year, month, fromWallMs, timeZone, afterMs)
      if (found !== undefined) return found
    }
  }
  return undefined
}

function firstInMonth(
  cron: Cron,
  year: number,
  month: number,
  fromWallMs: number,
  timeZone: string,
  afterMs: number,
): number | undefined {
  for (const day of daysOf(cron, year, month)) {
    const midnightMs = Date.UTC(year, month - 1, day)
    if (midnightMs + dayMs <= fromWallMs) continue
    for (const hour of cron.hours) {
      if (midnightMs + (hour + 1) * hourMs <= fromWallMs) continue
      for (const minute of cron.minutes) {
        const instantMs = instantOf(midnightMs + hour * hourMs + minute * minuteMs, timeZone)
        if (instantMs !== undefined && instantMs > afterMs) return instantMs
      }
    }
  }
  return undefined
}

/** The last time in `(afterMs, untilMs]`: what a runtime that was away has missed. Looks back further and further. */
export function lastFireMs(
  expression: Expression,
  afterMs: number,
  untilMs: number,
  options: FireOptions = {},
): number | undefined {
  for (const backMs of [hourMs, dayMs, 32 * dayMs, 366 * dayMs, Number.POSITIVE_INFINITY]) {
    const fromMs = Math.max(afterMs, untilMs - backMs)
    let last: number | undefined
    for (
      let next = nextFireMs(expression, fromMs, options);
      next !== undefined && next <= untilMs;
      next = nextFireMs(expression, next, options)
    )
      last = next
    if (last !== undefined || fromMs === afterMs) return last
  }
  return undefined
}
