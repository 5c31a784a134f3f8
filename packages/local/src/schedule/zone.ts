/**
 * Wall clocks and instants. A wall time is written as the milliseconds that it would have in UTC, so that it can be computed with;
 * what a zone makes of it comes from the IANA database inside Intl.
 */
import { dayMs } from '@houston/core/clock.ts'
import { unknownTimeZone } from './error.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
    return format
  } catch {
    throw unknownTimeZone(timeZone)
  }
}

/** What the zone's clocks show at an instant, to the second. Throws `schedule.unknown-time-zone`. */
export function wallOf(instantMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return Math.floor(instantMs / 1_000) * 1_000
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(instantMs)) parts[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const offsetMs = (instantMs: number, timeZone: string): number =>
  wallOf(instantMs, timeZone) - Math.floor(instantMs / 1_000) * 1_000

/** The first instant at which the zone's clocks show that wall time; undefined where they skip it. */
export function instantOf(wallMs: number, timeZone: string): number | undefined {
  if (timeZone === 'UTC') return wallMs
  // No zone changes its clocks twice within two days: one of the two offsets around it holds.
  const offsets = [offsetMs(wallMs - dayMs, timeZone), offsetMs(wallMs + dayMs, timeZone)]
  const instants = offsets.map((offset) => wallMs - offset).filter((instant) => wallOf(instant, timeZone) === wallMs)
  return instants.length === 0 ? undefined : Math.min(...instants)
}
