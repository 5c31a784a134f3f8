import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import recorded from '../../../../test/fixtures/alertmanager/time-intervals.json' with { type: 'json' }
import { containsTime, type Range, type TimeInterval } from './time-interval.ts'
import { parseTimeInterval, readTimes } from './time-interval-text.ts'

interface RecordedInterval {
  readonly times_min?: unknown
  readonly weekdays_0_is_sunday?: unknown
  readonly days_of_month?: unknown
  readonly months?: unknown
  readonly years?: unknown
  readonly location?: string
}

const asRanges = (list: unknown): Range[] | undefined => list as Range[] | undefined

function toInterval(given: RecordedInterval): TimeInterval {
  const fields = {
    times: asRanges(given.times_min),
    weekdays: asRanges(given.weekdays_0_is_sunday),
    daysOfMonth: asRanges(given.days_of_month),
    months: asRanges(given.months),
    years: asRanges(given.years),
    location: given.location,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

const timesMs = (texts: readonly string[]): number[] => texts.map((text) => Date.parse(text))
const held = (interval: TimeInterval, texts: readonly string[]): boolean[] =>
  timesMs(texts).map((timeMs) => containsTime(interval, timeMs))

describe('time intervals, against the recorded cases of Alertmanager', () => {
  it.each(recorded.contains)('$comment', ({ interval, inside, outside }) => {
    expect(held(toInterval(interval), inside)).toEqual(inside.map(() => true))
    expect(held(toInterval(interval), outside)).toEqual(outside.map(() => false))
  })

  it.each(recorded.yaml)('reads $yaml', ({ yaml, error, inside, outside }) => {
    const [first]: unknown[] = parse(yaml)
    const parsed = parseTimeInterval(first)
    expect(parsed.kind === 'invalid' ? parsed.detail : null).toBe(error)
    if (parsed.kind === 'invalid') return
    expect(held(parsed.interval, inside)).toEqual(inside.map(() => true))
    expect(held(parsed.interval, outside)).toEqual(outside.map(() => false))
  })

  it.each(recorded.complete)('holds as $yaml says', ({ yaml, inside, outside }) => {
    const parsed = parseTimeInterval(parse(yaml))
    if (parsed.kind === 'invalid') throw new Error(parsed.detail)
    expect(held(parsed.interval, inside)).toEqual(inside.map(() => true))
    expect(held(parsed.interval, outside)).toEqual(outside.map(() => false))
  })

  it.each(recorded.time_range_parse)('reads the time range $in', ({ in: given, range_min: range, error }) => {
    if (error) expect(() => readTimes(given)).toThrow()
    else expect(readTimes(given)).toEqual(range)
  })

  it.each(recorded.mutes.cases)('is muted $name', ({ now, muted_by: mutedBy }) => {
    const found = Object.entries(recorded.mutes.intervals).filter(([, interval]) =>
      containsTime(toInterval(interval), Date.parse(now)),
    )
    expect(found.map(([name]) => name)).toEqual(mutedBy)
  })
})

describe('time intervals', () => {
  it('starts at its first minute and ends before its last', () => {
    const interval: TimeInterval = { times: [[540, 1_020]] }
    expect(
      held(interval, [
        '2026-03-02T08:59:59.999Z',
        '2026-03-02T09:00:00Z',
        '2026-03-02T16:59:59.999Z',
        '2026-03-02T17:00:00Z',
      ]),
    ).toEqual([false, true, true, false])
  })

  it('refuses a zone and a field it does not know', () => {
    expect(parseTimeInterval({ location: 'Mars/Olympus' })).toMatchObject({ kind: 'invalid' })
    expect(parseTimeInterval({ hours: [] })).toMatchObject({ kind: 'invalid' })
  })
})
