/** LinkedIn Oncall's schedules, asked of our layers: an epoch is a turn of whole weeks, its events the windows inside the turn. */
import { dayMs, hourMs, minuteMs, secondMs } from '@houston/core/clock.ts'
import { coverageOf } from '@houston/core/oncall/layer.ts'
import type { RotationSpec } from '@houston/core/oncall/rotation.ts'
import { layerSchema } from '@houston/core/oncall/schedule.ts'
import { formatWall, startOfDayMs, weekdayOf, weekdays } from '@houston/core/oncall/wall.ts'
import { zoneOf } from '@houston/core/zone.ts'
import { type CaseResult, judge, localMs } from './case.ts'

interface Event {
  /** Seconds after Sunday 00:00 local. */
  readonly start_s: number
  readonly duration_s: number
}

/** As the file has it; `LinkedinRow` has its events written out. */
export interface LinkedinCase {
  readonly name: string
  readonly timezone: string
  readonly now_local: string
  readonly auto_populate_days: number
  /** Also in words, `7 daily 12 h shifts from Wednesday 12:00`; or only in the name, `14x12`, with the days and the hour that are expected. */
  readonly events?: readonly Event[] | string
  /** The Sunday of the last epoch that was populated; without it, the current one is the first. */
  readonly last_epoch_local?: string
  readonly expect_epochs?: number
  readonly second_epoch_starts_local?: readonly string[]
  readonly second_epoch_start_days?: readonly string[]
  readonly hour?: number
  readonly expect_starts_local?: readonly string[]
}

interface LinkedinRow extends LinkedinCase {
  readonly events: readonly Event[]
}

const weekMs = 7 * dayMs
const dayS = dayMs / secondMs

/** One shift a day, each of so many hours. */
const daily = (count: number, hours: number, startS: number): readonly Event[] =>
  Array.from({ length: count }, (_, day) => ({ start_s: startS + day * dayS, duration_s: hours * 3_600 }))

function eventsOf({ name, events, second_epoch_start_days: days, hour }: LinkedinCase): readonly Event[] {
  if (Array.isArray(events)) return events as readonly Event[]
  const words = /^(\d+) daily (\d+) h shifts from (\w+) (\d{2}):(\d{2})$/.exec(String(events ?? ''))
  if (words !== null) {
    const [, count, hours, weekday = '', atHour, atMinute] = words
    const place = sundayFirst.indexOf(weekday.toLowerCase())
    if (place >= 0)
      return daily(Number(count), Number(hours), place * dayS + Number(atHour) * 3_600 + Number(atMinute) * 60)
  }
  const [, count, hours] = /^(\d+)x(\d+)\b/.exec(name) ?? []
  const [first] = days ?? []
  if (count === undefined || first === undefined || hour === undefined)
    throw new Error(`the events of ${name} are in no form that is known here`)
  return daily(Number(count), Number(hours), new Date(first).getUTCDay() * dayS + hour * 3_600)
}
const sundayFirst = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

export function judgeLinkedin(cases: readonly LinkedinCase[]): CaseResult[] {
  return cases.map((row) => judge(row.name, () => problemOf({ ...row, events: eventsOf(row) })))
}

function problemOf(row: LinkedinRow): string | undefined {
  const epochs = epochsOf(row)
  const starts = epochs.map((epoch) => epoch.map(({ startLocal }) => startLocal))
  const days = row.second_epoch_start_days?.map((day) => `${day}T${row.hour}:00`)
  for (const [index, epoch] of epochs.entries()) {
    const next = epochs[index + 1]?.[0]
    if (row.events.length === 1 && next !== undefined && epoch[0]?.untilMs !== next.fromMs)
      return `epoch ${index + 1} does not end where the next starts`
  }
  return (
    unequal('epochs', row.expect_epochs, epochs.length) ??
    unequal('starts of the second epoch', row.second_epoch_starts_local ?? days, starts[1]) ??
    unequal('starts', row.expect_starts_local, starts.flat()) ??
    unequal(
      'starts by the clock',
      row.events.length === 1 ? expectedClocks(row, starts.length) : undefined,
      clocks(starts),
    )
  )
}

const clocks = (starts: readonly string[][]): string[] => starts.flat().map((start) => start.slice(11))
const expectedClocks = ({ events }: LinkedinRow, count: number): string[] =>
  Array.from({ length: count }, () => formatWall((events[0]?.start_s ?? 0) * secondMs).slice(11))

function unequal(what: string, expected: unknown, got: unknown): string | undefined {
  if (expected === undefined || JSON.stringify(expected) === JSON.stringify(got)) return undefined
  return `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`
}

interface Duty {
  readonly fromMs: number
  readonly untilMs: number
  readonly startLocal: string
}

/** The epochs that begin on a Sunday before the horizon, with their duties. */
function epochsOf(row: LinkedinRow): Duty[][] {
  const zone = zoneOf(row.timezone)
  const weeks = weeksOf(row.events)
  const nowWallMs = localMs(row.now_local)
  const thisSundayMs = startOfDayMs(nowWallMs) - weekdayOf(nowWallMs) * dayMs
  const firstSundayMs =
    row.last_epoch_local === undefined ? thisSundayMs : localMs(row.last_epoch_local) + weeks * weekMs
  const count = Math.ceil((nowWallMs + row.auto_populate_days * dayMs - firstSundayMs) / (weeks * weekMs))
  const startWallMs = firstSundayMs + Math.min(...row.events.map(({ start_s }) => start_s)) * secondMs
  const coverage = coverageOf(layerOf(row), rotationOf(row, startWallMs, weeks), row.timezone)
  const period = {
    fromMs: zone.firstInstantMs(startWallMs),
    untilMs: zone.firstInstantMs(startWallMs + count * weeks * weekMs),
  }
  const epochs: Duty[][] = Array.from({ length: count }, () => [])
  for (const duty of coverage(period)) {
    if (duty.kind !== 'held' || duty.holders[0].source.kind !== 'layer') throw new Error('a duty without a holder')
    const { fromMs, untilMs } = duty
    epochs[duty.holders[0].source.shift]?.push({ fromMs, untilMs, startLocal: formatWall(zone.wallMs(fromMs)) })
  }
  return epochs
}

function weeksOf(events: readonly Event[]): number {
  const first = Math.min(...events.map(({ start_s }) => start_s))
  const end = Math.max(...events.map(({ start_s, duration_s }) => start_s + duration_s))
  return Math.ceil(((end - first) * secondMs) / weekMs)
}

const rotationOf = ({ timezone }: LinkedinRow, startWallMs: number, weeks: number): RotationSpec => ({
  timeZone: timezone,
  type: 'weekly',
  shiftLength: weeks,
  start: formatWall(startWallMs),
  participants: ['ada', 'grace', 'linus'],
  firstTurn: 0,
})

/** Events shorter than a day are windows of their weekday; one that fills its weeks needs none. */
function layerOf({ events }: LinkedinRow): ReturnType<typeof layerSchema.parse> {
  const clock = (seconds: number): string =>
    formatWall(Math.floor((seconds * secondMs) / minuteMs) * minuteMs).slice(11)
  const short = events.filter(({ duration_s }) => duration_s * secondMs < 24 * hourMs)
  return layerSchema.parse({
    name: 'roster',
    rotation: 'roster',
    restrictions: short.slice(0, 7).map(({ start_s, duration_s }) => ({
      days: [weekdays[Math.floor(start_s / 86_400) % 7]],
      from: clock(start_s),
      to: clock(start_s + duration_s),
    })),
  })
}
