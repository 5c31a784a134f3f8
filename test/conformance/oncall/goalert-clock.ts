/** GoAlert's clock arithmetic, asked of our zones. */
import { dayMs, hourMs, minuteMs } from '@houston/core/clock.ts'
import { parseClockMs } from '@houston/core/oncall/wall.ts'
import { type Zone, zoneOf } from '@houston/core/zone.ts'
import { type CaseResult, differs, instantMs, judge, localMs } from './case.ts'

export interface ClockCase {
  readonly fn: string
  readonly zone: string
  readonly date?: string
  readonly clock?: string
  readonly from_local?: string
  readonly add_h?: number
  readonly add_m?: number
  readonly result: string
}

export const clockFunctions: readonly string[] = ['first_of_day', 'last_of_day', 'add_clock']

export function judgeClock(cases: readonly ClockCase[]): CaseResult[] {
  return cases.map((row, index) => {
    const subject =
      row.date === undefined ? `${row.from_local} + ${row.add_h}:${row.add_m}` : `${row.date} ${row.clock}`
    return judge(`[${index}] ${row.fn} ${row.zone} ${subject}`, () =>
      differs(row.fn, instantMs(row.result), answer(row, zoneOf(row.zone))),
    )
  })
}

function answer({ fn, date, clock, from_local, add_h = 0, add_m = 0 }: ClockCase, zone: Zone): number {
  if (fn === 'add_clock') {
    if (from_local === undefined) throw new Error('the case has no from_local')
    const shownMs = zone.wallMs(zone.firstInstantMs(localMs(from_local)))
    return zone.firstInstantMs(Math.floor(shownMs / minuteMs) * minuteMs + add_h * hourMs + add_m * minuteMs)
  }
  const clockMs = parseClockMs(clock ?? '')
  if (date === undefined || clockMs === undefined) throw new Error('the case has no date or clock')
  const dayStartMs = Math.floor(localMs(`${date.slice(0, 10)}T00:00`) / dayMs) * dayMs
  if (fn === 'first_of_day') return zone.firstInstantMs(dayStartMs + clockMs)
  if (fn === 'last_of_day') return zone.lastInstantMs(dayStartMs + clockMs)
  throw new Error(`there is no function ${fn}`)
}
