import { expect, it } from 'vitest'
import { dayMs, hourMs, isoTime } from '../clock.ts'
import { type TimeWindow, windowAt } from './window.ts'

const shown = (window: TimeWindow, at: string) => {
  const { startMs, endMs } = windowAt(window, Date.parse(at))
  return [isoTime(startMs).slice(0, 16), isoTime(endMs).slice(0, 16)]
}
const calendar = (unit: 'week' | 'month' | 'quarter', timeZone = 'UTC'): TimeWindow => ({
  kind: 'calendar',
  unit,
  timeZone,
})

it('is the last weeks where it rolls', () => {
  const { startMs, endMs } = windowAt({ kind: 'rolling', lengthMs: 28 * dayMs }, 100 * dayMs)
  expect([startMs, endMs]).toEqual([72 * dayMs, 100 * dayMs])
})

it('begins anew at the first instant of a week, month or quarter, by the zone’s clock', () => {
  expect(shown(calendar('week'), '2026-03-01T23:59:59Z')).toEqual(['2026-02-23T00:00', '2026-03-02T00:00'])
  expect(shown(calendar('week'), '2026-03-02T00:00:00Z')).toEqual(['2026-03-02T00:00', '2026-03-09T00:00'])
  expect(shown(calendar('month'), '2026-12-31T12:00:00Z')).toEqual(['2026-12-01T00:00', '2027-01-01T00:00'])
  expect(shown(calendar('quarter'), '2026-05-15T12:00:00Z')).toEqual(['2026-04-01T00:00', '2026-07-01T00:00'])
  expect(shown(calendar('month', 'Asia/Tokyo'), '2026-02-28T15:00:00Z')).toEqual([
    '2026-02-28T15:00',
    '2026-03-31T15:00',
  ])
})

it('is an hour shorter in the month in which clocks go forward', () => {
  const { startMs, endMs } = windowAt(calendar('month', 'Europe/Dublin'), Date.parse('2026-03-15T00:00:00Z'))
  expect(endMs - startMs).toBe(31 * dayMs - hourMs)
})
