/** The window of an error budget: the last weeks always, or the week, month or quarter of a calendar. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import { timeZoneSchema, zoneOf } from '../zone.ts'
import { sloLimits } from './limits.ts'

export const calendarUnits = ['week', 'month', 'quarter'] as const

export const timeWindowSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rolling'), lengthMs: z.int().min(dayMs).max(sloLimits.windowMs.value) }),
  z.strictObject({ kind: z.literal('calendar'), unit: z.enum(calendarUnits), timeZone: timeZoneSchema }),
])
export type TimeWindow = z.output<typeof timeWindowSchema>

const monthsOf = { month: 1, quarter: 3 } as const

/** The half-open window that `nowMs` lies in. Weeks begin on Monday. */
export function windowAt(window: TimeWindow, nowMs: number): { readonly startMs: number; readonly endMs: number } {
  if (window.kind === 'rolling') return { startMs: nowMs - window.lengthMs, endMs: nowMs }
  const zone = zoneOf(window.timeZone)
  const wall = new Date(zone.wallMs(nowMs))
  const [year, month] = [wall.getUTCFullYear(), wall.getUTCMonth()]
  if (window.unit === 'week') {
    const mondayMs = Date.UTC(year, month, wall.getUTCDate() - ((wall.getUTCDay() + 6) % 7))
    return { startMs: zone.firstInstantMs(mondayMs), endMs: zone.firstInstantMs(mondayMs + 7 * dayMs) }
  }
  const months = monthsOf[window.unit]
  const first = Math.floor(month / months) * months
  return {
    startMs: zone.firstInstantMs(Date.UTC(year, first)),
    endMs: zone.firstInstantMs(Date.UTC(year, first + months)),
  }
}

const longestDays = { week: 7, month: 31, quarter: 92 } as const
/** For limits and sentences; a month counts as its longest. */
export const lengthMs = (window: TimeWindow): number =>
  window.kind === 'rolling' ? window.lengthMs : longestDays[window.unit] * dayMs

/** `28d`, `month Europe/Dublin`. */
export const windowText = (window: TimeWindow): string =>
  window.kind === 'rolling' ? formatDuration(window.lengthMs) : `${window.unit} ${window.timeZone}`
