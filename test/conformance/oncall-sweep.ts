/**
 * Sweeps on-call over the zone database: every zone, every change of its clocks, hourly, daily, weekly, monthly, day-31 and overnight schedules with handoffs in and around the hour that is
 * skipped or repeated, compared minute by minute with an oracle of its own. `node test/conformance/oncall-sweep.ts [FIRST_YEAR LAST_YEAR]`
 * takes some minutes; the test beside it takes a sample.
 */
import { type Duty, type DutySpan, holdersOf } from '@houston/core/oncall/duty.ts'
import type { Plan } from '@houston/core/oncall/plan.ts'
import { planOf } from '@houston/core/oncall/plan.ts'
import { onCallAt, renderRole } from '@houston/core/oncall/render.ts'
import { scheduleSchema } from '@houston/core/oncall/schedule.ts'
import {
  firstShown,
  lastShown,
  type Record,
  recordAround,
  recordedMs,
  type ZoneChange,
  zoneChanges,
} from './oncall/oracle.ts'

const hourMs = 3_600_000
const dayMs = 86_400_000
const quarterMs = 15 * 60_000
const people = ['ada', 'grace', 'linus', 'margaret', 'vint']
/** The record starts before the oracle can know the turn at its start; the middle of it is compared. */
const comparedMs = recordedMs - 26 * hourMs

export interface Tally {
  changes: number
  schedules: number
  instants: number
  gaps: number
  doubles: number
  wrong: number
  readonly examples: string[]
}

export const newTally = (): Tally => ({
  changes: 0,
  schedules: 0,
  instants: 0,
  gaps: 0,
  doubles: 0,
  wrong: 0,
  examples: [],
})

interface Shape {
  readonly name: string
  readonly plan: Plan
  /** Who the oracle says is on call at each instant of the record; undefined where it does not say. */
  readonly expected: (record: Record) => (string | undefined)[]
}

const wallText = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 16)

/** Handoff times worth trying: the edges and the inside of what is skipped or repeated, to the quarter of an hour. */
function nastyWalls({ atMs, beforeMs, afterMs }: ZoneChange): number[] {
  const [low, high] = [Math.min(beforeMs, afterMs), Math.max(beforeMs, afterMs)]
  const middle = (low + high) / 2
  const walls = [low - hourMs, low, middle, high - quarterMs, high, high + hourMs].map((offset) => atMs + offset)
  return [...new Set(walls.map((wall) => Math.floor(wall / quarterMs) * quarterMs))]
}

function plainSchedule(zone: string, rotation: object): Plan {
  const layers = [{ name: 'turns', rotation: { timeZone: zone, participants: people, ...rotation } }]
  return planOf(scheduleSchema.parse({ name: 'sweep', timeZone: zone, roles: { primary: { layers } } }), new Map())
}

/** The oracle's turns: it counts the handoffs whose wall time has been shown or passed. `walls` rise; the first is handoff `from`. */
const byCount =
  (walls: readonly number[], from: number) =>
  ({ highestMs }: Record): (string | undefined)[] => {
    let next = 0
    return highestMs.map((highest) => {
      while (next < walls.length && (walls[next] ?? 0) <= highest) next++
      return next === 0 ? undefined : people[(((from + next - 1) % people.length) + people.length) % people.length]
    })
  }

/** Handoffs every `stepMs` of the wall clock, `ago` of them before the nasty one. */
function steady(
  name: string,
  zone: string,
  type: string,
  stepMs: number,
  length: number,
  wall: number,
  ago: number,
): Shape {
  const start = wall - ago * stepMs
  const near = Math.ceil((4 * dayMs) / stepMs)
  const walls = Array.from({ length: 2 * near + 1 }, (_, index) => wall + (index - near) * stepMs)
  return {
    name,
    plan: plainSchedule(zone, { type, shiftLength: length, start: wallText(start) }),
    expected: byCount(walls, ago - near),
  }
}

/** Month by month on the day, or on the last where the month is too short; written out from the calendar, not computed by remainders. */
function monthly(name: string, zone: string, day: number, wall: number): Shape {
  const clock = wall % dayMs
  const date = new Date(wall)
  const walls = [-2, -1, 0, 1, 2].map((step) => {
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + step + 1, 0)).getUTCDate()
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + step, Math.min(day, last)) + clock
  })
  // Started in a January, which has every day.
  const startYear = date.getUTCFullYear() - 3
  const start = Date.UTC(startYear, 0, day) + clock
  const months = (date.getUTCFullYear() - startYear) * 12 + date.getUTCMonth() - 2
  return {
    name,
    plan: plainSchedule(zone, { type: 'monthly', start: wallText(start) }),
    expected: byCount(walls, months),
  }
}

/** A night layer over a day layer, meeting at `wall` and twelve hours later; no instant may be nobody's. */
function overnight(name: string, zone: string, wall: number): Shape {
  const clock = (ms: number): string => wallText(ms).slice(11)
  const other = wall + dayMs / 2
  const layers = [
    { name: 'day', person: 'ada', restrictions: [{ from: clock(other), to: clock(wall) }] },
    { name: 'night', person: 'grace', restrictions: [{ from: clock(wall), to: clock(other) }] },
  ]
  const schedule = scheduleSchema.parse({ name: 'sweep', timeZone: zone, roles: { primary: { layers } } })
  const expected = (record: Record): string[] => {
    const nights = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((days) => ({
      fromMs: firstShown(record, wall + days * dayMs),
      untilMs: lastShown(record, other + days * dayMs),
    }))
    return record.timesMs.map((atMs) =>
      nights.some((one) => one.fromMs <= atMs && atMs < one.untilMs) ? 'grace' : 'ada',
    )
  }
  return { name, plan: planOf(schedule, new Map()), expected }
}

function shapesOf(change: ZoneChange): Shape[] {
  const { zone } = change
  return nastyWalls(change).flatMap((wall) => [
    steady('hourly', zone, 'hourly', hourMs, 1, wall, 1_000),
    steady('every 7 hours', zone, 'hourly', 7 * hourMs, 7, wall, 300),
    steady('daily', zone, 'daily', dayMs, 1, wall, 40),
    steady('weekly', zone, 'weekly', 7 * dayMs, 1, wall, 30),
    monthly('monthly', zone, new Date(wall).getUTCDate(), wall),
    monthly('day 31', zone, 31, wall),
    overnight('overnight, from', zone, wall),
    overnight('overnight, to', zone, wall - dayMs / 2),
  ])
}

/** `changes` are all of one zone; those chosen are swept. */
export function sweepZone(changes: readonly ZoneChange[], chosen: readonly ZoneChange[], tally: Tally): void {
  for (const change of chosen) {
    tally.changes++
    const record = recordAround(change, changes)
    for (const shape of shapesOf(change)) {
      tally.schedules++
      compare(record, shape, tally)
    }
  }
}

function compare(record: Record, shape: Shape, tally: Tally): void {
  const { zone, atMs } = record.change
  const period = { fromMs: atMs - comparedMs, untilMs: atMs + comparedMs }
  const spans = renderRole(shape.plan, 'primary', period)
  const expected = shape.expected(record)
  const report = (kind: 'gaps' | 'doubles' | 'wrong', instantMs: number, what: string): void => {
    tally[kind]++
    if (tally.examples.length < 20)
      tally.examples.push(`${zone} ${shape.name} at ${new Date(instantMs).toISOString()}: ${what}`)
  }
  if (spans[0]?.fromMs !== period.fromMs || spans.at(-1)?.untilMs !== period.untilMs)
    report('gaps', atMs, 'not all rendered')
  checkSeams(spans, report)
  let index = 0
  record.timesMs.forEach((instantMs, place) => {
    if (instantMs < period.fromMs || instantMs >= period.untilMs) return
    tally.instants++
    while ((spans[index]?.untilMs ?? Number.POSITIVE_INFINITY) <= instantMs) index++
    const span = spans[index]
    const got = span === undefined ? [] : peopleOf(span)
    if (isAsked(record, instantMs) && String(peopleOf(onCallAt(shape.plan, 'primary', instantMs))) !== String(got))
      report('wrong', instantMs, 'asked for the instant alone, the answer differs')
    if (got.length === 0) report('gaps', instantMs, 'nobody is on call')
    else if (got.length > 1) report('doubles', instantMs, `${got.join(' and ')} are on call`)
    else if (expected[place] !== undefined && got[0] !== expected[place])
      report('wrong', instantMs, `expected ${expected[place]}, got ${got[0]}`)
  })
}

const peopleOf = (duty: Duty): string[] => holdersOf(duty).map(({ person }) => person)

/** The quarters of an hour around the change are also asked for one by one: no walk leads up to such a question. */
const isAsked = ({ change }: Record, instantMs: number): boolean =>
  Math.abs(instantMs - change.atMs) <= 2 * hourMs && instantMs % quarterMs === 0

function checkSeams(
  spans: readonly DutySpan[],
  report: (kind: 'gaps' | 'doubles', atMs: number, what: string) => void,
): void {
  spans.forEach(({ untilMs }, index) => {
    const next = spans[index + 1]
    if (next === undefined || next.fromMs === untilMs) return
    report(next.fromMs > untilMs ? 'gaps' : 'doubles', untilMs, 'the spans do not meet')
  })
}

function main(): void {
  const firstYear = Number(process.argv[2] ?? 2015)
  const lastYear = Number(process.argv[3] ?? 2037)
  const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]
  const tally = newTally()
  for (const zone of zones) {
    const changes = zoneChanges(zone, firstYear, lastYear)
    sweepZone(changes, changes, tally)
  }
  for (const example of tally.examples) console.log(example)
  const { changes, schedules, instants, gaps, doubles, wrong } = tally
  console.log(`${zones.length} zones, ${changes} changes, ${schedules} schedules, ${instants} instants compared`)
  console.log(`${gaps} gaps, ${doubles} double holders, ${wrong} wrong holders`)
  process.exitCode = gaps + doubles + wrong === 0 ? 0 : 1
}

if (import.meta.main) main()
