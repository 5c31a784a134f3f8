import { expect, test } from 'vitest'
import { zoneOf } from '../zone.ts'
import { restrictionSchema, windowsOf } from './restriction.ts'

const at = (text: string): number => Date.parse(text)
const windows = (facts: object | object[], timeZone: string, from: string, until: string): string[] =>
  windowsOf(
    [facts].flat().map((one) => restrictionSchema.parse(one)),
    zoneOf(timeZone),
    { fromMs: at(from), untilMs: at(until) },
  ).map(
    ({ fromMs, untilMs }) =>
      `${new Date(fromMs).toISOString().slice(5, 16)} ${new Date(untilMs).toISOString().slice(5, 16)}`,
  )

test('opens on its days only, and over midnight', () => {
  const facts = { days: ['friday', 'monday'], from: '20:00', to: '08:00' }
  expect(windows(facts, 'UTC', '2026-01-05T00:00:00Z', '2026-01-12T00:00:00Z')).toEqual([
    '01-05T20:00 01-06T08:00',
    '01-09T20:00 01-10T08:00',
  ])
})

test('is half open: it ends before its end, and what ends at the start of the interval is not in it', () => {
  const facts = { from: '08:00', to: '20:00' }
  expect(windows(facts, 'UTC', '2026-01-05T20:00:00Z', '2026-01-06T08:00:00Z')).toEqual([])
  expect(windows(facts, 'UTC', '2026-01-05T19:59:59.999Z', '2026-01-06T08:00:00.001Z')).toEqual([
    '01-05T08:00 01-05T20:00',
    '01-06T08:00 01-06T20:00',
  ])
})

test('joins whole days, and windows that meet', () => {
  expect(
    windows(
      { days: ['saturday', 'sunday'], from: '00:00', to: '00:00' },
      'UTC',
      '2026-01-05T00:00:00Z',
      '2026-01-13T00:00:00Z',
    ),
  ).toEqual(['01-10T00:00 01-12T00:00'])
  const parts = [
    { days: ['monday'], from: '08:00', to: '12:00' },
    { days: ['monday'], from: '12:00', to: '13:00' },
  ]
  expect(windows(parts, 'UTC', '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z')).toEqual(['01-05T08:00 01-05T13:00'])
})

test('reads weekdays by the clocks of its zone', () => {
  const facts = { days: ['monday'], from: '00:00', to: '01:00' }
  expect(windows(facts, 'Asia/Singapore', '2026-01-03T00:00:00Z', '2026-01-06T00:00:00Z')).toEqual([
    '01-04T16:00 01-04T17:00',
  ])
})

test('opens at the first and closes at the last of a repeated hour', () => {
  const facts = { from: '01:30', to: '01:45' }
  expect(windows(facts, 'America/Chicago', '2026-11-01T05:00:00Z', '2026-11-01T09:00:00Z')).toEqual([
    '11-01T06:30 11-01T07:45',
  ])
})

test('opens and closes right after a skipped hour, and is nothing where it is skipped whole', () => {
  expect(
    windows({ from: '02:15', to: '04:00' }, 'America/Chicago', '2026-03-08T05:00:00Z', '2026-03-08T12:00:00Z'),
  ).toEqual(['03-08T08:00 03-08T09:00'])
  expect(
    windows({ from: '01:00', to: '02:15' }, 'America/Chicago', '2026-03-08T05:00:00Z', '2026-03-08T12:00:00Z'),
  ).toEqual(['03-08T07:00 03-08T08:00'])
  expect(
    windows({ from: '02:15', to: '02:45' }, 'America/Chicago', '2026-03-08T05:00:00Z', '2026-03-08T12:00:00Z'),
  ).toEqual([])
})
