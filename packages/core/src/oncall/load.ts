/** What being on call cost whom: hours, nights, weekends and pages, and whether the load is fair. */
import { hourMs } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import { zoneOf } from '../zone.ts'
import { holdersOf, type Source } from './duty.ts'
import { contains, coveredMs, type Interval, lengthMs, unite } from './interval.ts'
import { type Restriction, windowsOf } from './restriction.ts'
import type { Role } from './schedule.ts'
import type { RenderedRole } from './trouble.ts'
import { weekdays } from './wall.ts'

/** Google's rule for on-call engineers (Site Reliability Engineering, chapter 11): at most a quarter of the time on call. */
export const onCallShareLimit = 0.25

/** Roles that carry a pager; managers and executives are asked only when these do not answer. */
export const pagerRoles: readonly Role[] = ['primary', 'secondary']

export const nightHours: Restriction = { days: [...weekdays], from: '22:00', to: '06:00' }
export const weekendHours: Restriction = { days: ['saturday', 'sunday'], from: '00:00', to: '00:00' }
const workDays = weekdays.filter((day) => !weekendHours.days.includes(day))
export const officeHours: Restriction = { days: workDays, from: '09:00', to: '18:00' }

export interface PageFact {
  readonly person: string
  readonly atMs: number
}

export interface LoadInput {
  readonly period: Interval
  /** Rendered over the period; roles that carry no pager are left out. */
  readonly rendered: readonly RenderedRole[]
  readonly pages: readonly PageFact[]
  /** Where a person lives; nights are theirs. `otherwise` for who is not in it. */
  readonly timeZones: ReadonlyMap<string, string>
  readonly timeZoneOtherwise: string
  readonly shareLimit?: number
}

export interface Load {
  readonly person: string
  /** Time with a pager; two roles at once count once. */
  readonly onCallMs: number
  /** Of the period, 0 to 1. */
  readonly share: number
  readonly nightMs: number
  readonly weekendMs: number
  readonly shifts: number
  readonly pages: number
  readonly pagesOutOfHours: number
  /** Undefined where there was no shift. */
  readonly pagesPerShift: number | undefined
}

export interface LoadWarning {
  readonly kind: 'over-share'
  readonly person: string
  readonly share: number
  readonly limit: number
  readonly sentence: string
}

export interface Spread {
  readonly least: number
  readonly mean: number
  readonly most: number
}

const spreadOf = ['onCallMs', 'nightMs', 'weekendMs', 'shifts', 'pages', 'pagesOutOfHours'] as const

export interface LoadReport {
  /** By name. */
  readonly loads: readonly Load[]
  readonly spreads: Readonly<Record<(typeof spreadOf)[number], Spread>>
  readonly warnings: readonly LoadWarning[]
}

export function measureLoad(input: LoadInput): LoadReport {
  const windows = windowsByZone(input.period)
  const tallies = tallyOf(input)
  const loads = [...tallies].map(([person, tally]) =>
    loadOf(person, tally, input, windows(input.timeZones.get(person) ?? input.timeZoneOtherwise)),
  )
  loads.sort((a, b) => (a.person < b.person ? -1 : 1))
  const spread = (of: (load: Load) => number): Spread => {
    const values = loads.map(of)
    if (values.length === 0) return { least: 0, mean: 0, most: 0 }
    const total = values.reduce((sum, value) => sum + value, 0)
    return { least: Math.min(...values), mean: total / values.length, most: Math.max(...values) }
  }
  return {
    loads,
    spreads: {
      onCallMs: spread((load) => load.onCallMs),
      nightMs: spread((load) => load.nightMs),
      weekendMs: spread((load) => load.weekendMs),
      shifts: spread((load) => load.shifts),
      pages: spread((load) => load.pages),
      pagesOutOfHours: spread((load) => load.pagesOutOfHours),
    },
    warnings: loads.flatMap((load) => warn(load, input.shareLimit ?? onCallShareLimit)),
  }
}

/** Warns above the limit, not at it. */
function warn({ person, share, onCallMs }: Load, limit: number): LoadWarning[] {
  if (share <= limit) return []
  const percent = (value: number): string => `${Math.round(value * 1_000) / 10} %`
  const sentence = `${person} carries a pager ${percent(share)} of the time (${formatDuration(onCallMs)}); the limit is ${percent(limit)}`
  return [{ kind: 'over-share', person, share, limit, sentence }]
}

interface Windows {
  readonly night: readonly Interval[]
  readonly weekend: readonly Interval[]
  readonly office: readonly Interval[]
}

function windowsByZone(period: Interval): (timeZone: string) => Windows {
  const known = new Map<string, Windows>()
  return (timeZone) => {
    const found = known.get(timeZone)
    if (found !== undefined) return found
    const of = (restriction: Restriction): Interval[] => windowsOf([restriction], zoneOf(timeZone), period)
    const windows = { night: of(nightHours), weekend: of(weekendHours), office: of(officeHours) }
    known.set(timeZone, windows)
    return windows
  }
}

interface Tally {
  readonly intervals: Interval[]
  readonly shifts: Set<string>
  readonly pagedAtMs: number[]
}

function tallyOf({ rendered, pages, period }: LoadInput): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  const of = (person: string): Tally => {
    const tally = tallies.get(person) ?? { intervals: [], shifts: new Set(), pagedAtMs: [] }
    tallies.set(person, tally)
    return tally
  }
  for (const { schedule, role, spans } of rendered) {
    if (!pagerRoles.includes(role)) continue
    for (const span of spans) {
      for (const { person, source } of holdersOf(span)) {
        of(person).intervals.push(span)
        of(person).shifts.add(`${schedule}/${role}/${shiftKey(source)}`)
      }
    }
  }
  for (const { person, atMs } of pages) if (contains(period, atMs)) of(person).pagedAtMs.push(atMs)
  return tallies
}

const shiftKey = (source: Source): string =>
  source.kind === 'layer' ? `layer/${source.layer}/${source.shift}` : `${source.kind}/${source.id}`

function loadOf(person: string, tally: Tally, { period }: LoadInput, windows: Windows): Load {
  const intervals = unite(tally.intervals).flatMap(({ fromMs, untilMs }) => {
    const clipped = { fromMs: Math.max(fromMs, period.fromMs), untilMs: Math.min(untilMs, period.untilMs) }
    return clipped.fromMs < clipped.untilMs ? [clipped] : []
  })
  const sum = (measure: (interval: Interval) => number): number =>
    intervals.reduce((total, interval) => total + measure(interval), 0)
  const onCallMs = sum(lengthMs)
  const pages = tally.pagedAtMs.length
  const inOffice = (atMs: number): boolean => coveredMs({ fromMs: atMs, untilMs: atMs + 1 }, windows.office) > 0
  return {
    person,
    onCallMs,
    share: onCallMs / lengthMs(period),
    nightMs: sum((interval) => coveredMs(interval, windows.night)),
    weekendMs: sum((interval) => coveredMs(interval, windows.weekend)),
    shifts: tally.shifts.size,
    pages,
    pagesOutOfHours: tally.pagedAtMs.filter((atMs) => !inOffice(atMs)).length,
    pagesPerShift: tally.shifts.size === 0 ? undefined : pages / tally.shifts.size,
  }
}

/** Hours to one decimal, as people read them. */
export const hoursOf = (durationMs: number): number => Math.round((durationMs / hourMs) * 10) / 10
