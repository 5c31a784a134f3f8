/** Calendars: every recorded case of Spinnaker's windows, clock changes, jitter, and times that never come. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import recorded from '../../../../test/fixtures/gate/spinnaker-execution-windows.json' with { type: 'json' }
import { hourMs, minuteMs, secondMs } from '../clock.ts'
import { zoneOf } from '../zone.ts'
import { type Calendar, calendarDocumentSchema, calendarOf, openingOf } from './calendar.ts'

const zone = recorded._source.timezone
/** `02/14 01:00:00`, of the year in which the cases were written, as their zone's clocks show it. */
const recordedMs = (text: string): number =>
  zoneOf(zone).firstInstantMs(Date.parse(`${recorded._source.year}-${text.replace('/', '-').replace(' ', 'T')}Z`))

function calendarFrom(spec: unknown): Calendar {
  const document = { apiVersion: 'houston.dev/v1', kind: 'Calendar', metadata: { name: 'test' }, spec }
  return calendarOf(calendarDocumentSchema.parse(document))
}

const at = (iso: string): number => Date.parse(iso)
const startsAt = (calendar: Calendar, nowMs: number, releaseId = 'rel_a', askedAtMs = nowMs): number | undefined => {
  const opening = openingOf(calendar, releaseId, askedAtMs, nowMs)
  if (opening.kind === 'never') return undefined
  return opening.kind === 'open' ? nowMs : opening.opensAtMs
}

const windowOf = (from: string | undefined, to: string | undefined) => {
  const [startHour, startMin] = (from ?? '').split(':').map(Number)
  const [endHour, endMin] = (to ?? '').split(':').map(Number)
  return { startHour, startMin, endHour, endMin }
}

describe("Spinnaker's execution windows", () => {
  it.each(recorded.cases)('$now in $windows on days $isoWeekdays starts at $expected', (given) => {
    const calendar = calendarFrom({
      location: zone,
      restrictedExecutionWindow: {
        days: given.isoWeekdays.map((day) => (day % 7) + 1),
        whitelist: given.windows.map(([from, to]) => windowOf(from, to)),
      },
    })
    expect(startsAt(calendar, recordedMs(given.now))).toBe(recordedMs(given.expected))
  })

  it.each(recorded.jitter)('waits with jitter %j', ({ enabled, min, max, waits }) => {
    const restrictedExecutionWindow = { whitelist: [], jitter: { enabled, minDelay: min, maxDelay: max } }
    const nowMs = at('2026-03-04T10:00:00Z')
    const delays = ['rel_a', 'rel_b', 'rel_c', 'rel_d', 'rel_e'].map(
      (id) => (startsAt(calendarFrom({ restrictedExecutionWindow }), nowMs, id) ?? Number.NaN) - nowMs,
    )
    expect(delays.some((delay) => delay > 0)).toBe(waits)
    for (const delay of delays) {
      expect(delay).toBeGreaterThanOrEqual(waits ? min * secondMs : 0)
      expect(delay).toBeLessThanOrEqual(waits ? max * secondMs : 0)
    }
  })
})

describe('a calendar', () => {
  const weekdays = { weekdays: ['monday:friday'], times: [{ start_time: '09:00', end_time: '17:00' }] }

  it('is half-open: it opens at its first instant and is closed at its last', () => {
    const calendar = calendarFrom({ timeIntervals: [weekdays] })
    expect(startsAt(calendar, at('2026-03-04T08:59:59.999Z'))).toBe(at('2026-03-04T09:00:00Z'))
    expect(startsAt(calendar, at('2026-03-04T09:00:00Z'))).toBe(at('2026-03-04T09:00:00Z'))
    expect(startsAt(calendar, at('2026-03-04T16:59:59.999Z'))).toBe(at('2026-03-04T16:59:59.999Z'))
    expect(startsAt(calendar, at('2026-03-04T17:00:00Z'))).toBe(at('2026-03-05T09:00:00Z'))
    expect(startsAt(calendar, at('2026-03-06T17:00:00Z'))).toBe(at('2026-03-09T09:00:00Z'))
  })

  it('wraps over midnight, on the day that the clock shows', () => {
    const nights = calendarFrom({
      timeIntervals: [{ weekdays: ['friday'], times: [{ start_time: '22:00', end_time: '05:00' }] }],
    })
    expect(startsAt(nights, at('2026-03-06T04:59:00Z'))).toBe(at('2026-03-06T04:59:00Z'))
    expect(startsAt(nights, at('2026-03-06T05:00:00Z'))).toBe(at('2026-03-06T22:00:00Z'))
    expect(startsAt(nights, at('2026-03-07T00:00:00Z'))).toBe(at('2026-03-13T00:00:00Z'))
  })

  it('opens at the first instant after an hour that its clocks skip', () => {
    const early = calendarFrom({
      location: 'Europe/Dublin',
      timeIntervals: [{ times: [{ start_time: '01:30', end_time: '03:00' }] }],
    })
    // 29 March 2026: 01:00 GMT becomes 02:00 IST.
    expect(startsAt(early, at('2026-03-29T00:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'))
  })

  it('does not open in a window that its clocks skip whole', () => {
    const skipped = calendarFrom({
      location: 'Europe/Dublin',
      timeIntervals: [{ times: [{ start_time: '01:00', end_time: '02:00' }] }],
    })
    expect(startsAt(skipped, at('2026-03-29T00:30:00Z'))).toBe(at('2026-03-30T00:00:00Z'))
  })

  it('opens twice in a window of an hour that its clocks show twice', () => {
    const repeated = calendarFrom({
      location: 'America/New_York',
      timeIntervals: [{ times: [{ start_time: '00:30', end_time: '01:30' }] }],
    })
    // 1 November 2026: 02:00 EDT becomes 01:00 EST at 06:00Z.
    expect(startsAt(repeated, at('2026-11-01T05:29:59.999Z'))).toBe(at('2026-11-01T05:29:59.999Z'))
    expect(startsAt(repeated, at('2026-11-01T05:30:00Z'))).toBe(at('2026-11-01T06:00:00Z'))
    expect(startsAt(repeated, at('2026-11-01T06:30:00Z'))).toBe(at('2026-11-02T05:30:00Z'))
  })

  it('finds a leap day years away, and says never of a day that does not exist', () => {
    const leapDay = calendarFrom({ timeIntervals: [{ months: ['february'], days_of_month: [29] }] })
    expect(startsAt(leapDay, at('2026-03-01T00:00:00Z'))).toBe(at('2028-02-29T00:00:00Z'))
    const noDay = calendarFrom({ timeIntervals: [{ months: ['february'], days_of_month: [30] }] })
    expect(startsAt(noDay, at('2026-03-01T00:00:00Z'))).toBeUndefined()
    const past = calendarFrom({ timeIntervals: [{ years: [2025] }] })
    expect(startsAt(past, at('2026-03-01T00:00:00Z'))).toBeUndefined()
  })

  it('spreads releases inside the opening, each at the same time at every retry', () => {
    const calendar = calendarFrom({ timeIntervals: [weekdays], jitter: { max: '1d' } })
    const askedAtMs = at('2026-03-03T20:00:00Z')
    const openMs = at('2026-03-04T09:00:00Z')
    const starts = Array.from({ length: 50 }, (_, index) => startsAt(calendar, askedAtMs, `rel_${index}`) ?? 0)
    expect(new Set(starts).size).toBeGreaterThan(45)
    starts.forEach((startMs, index) => {
      expect(startMs).toBeGreaterThanOrEqual(openMs)
      expect(startMs).toBeLessThan(openMs + 8 * hourMs)
      expect(startsAt(calendar, openMs, `rel_${index}`, askedAtMs)).toBe(startMs)
      expect(startsAt(calendar, startMs, `rel_${index}`, askedAtMs)).toBe(startMs)
      expect(openingOf(calendar, `rel_${index}`, askedAtMs, startMs).kind).toBe('open')
    })
    // One that other gates kept over the night has its delay behind the next opening again.
    const later = startsAt(calendar, at('2026-03-04T20:00:00Z'), 'rel_0', askedAtMs) ?? 0
    expect(later - at('2026-03-05T09:00:00Z')).toBe((starts[0] ?? 0) - openMs)
  })

  it.each([
    [{}, 'timeIntervals'],
    [{ timeIntervals: [weekdays], restrictedExecutionWindow: {} }, 'timeIntervals'],
    [{ timeIntervals: [{ weekdays: ['blursday'] }] }, 'timeIntervals'],
    [{ timeIntervals: [{ times: [{ start_time: '09:00', end_time: '09:00' }] }] }, 'timeIntervals'],
    [{ timeIntervals: [weekdays], location: 'Mars/Olympus' }, 'location'],
    [{ timeIntervals: [weekdays], jitter: { min: '2h', max: '1h' } }, 'jitter'],
  ])('refuses %j and names the field', (spec, field) => {
    const document = { apiVersion: 'houston.dev/v1', kind: 'Calendar', metadata: { name: 'test' }, spec }
    const parsed = calendarDocumentSchema.safeParse(document)
    expect(parsed.error?.issues.map(({ path }) => path[1])).toContain(field)
  })
})

describe('the next opening, over clock changes', () => {
  const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
    const minutes = quarter * 15
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  })
  const zones = ['America/New_York', 'Australia/Lord_Howe', 'Atlantic/Azores', 'America/Havana', 'Asia/Kathmandu']
  const changes = [
    '2026-03-08T00:00Z',
    '2026-03-28T18:00Z',
    '2026-04-04T10:00Z',
    '2026-10-24T20:00Z',
    '2026-10-31T22:00Z',
  ]

  it('is the first quarter of an hour that is inside, tried one after the other', () => {
    const cases = fc.record({
      location: fc.constantFrom(...zones),
      from: clock,
      to: clock,
      start: fc.constantFrom(...changes),
      quarters: fc.integer({ min: 0, max: 120 }),
    })
    fc.assert(
      fc.property(cases, ({ location, from, to, start, quarters }) => {
        fc.pre(from !== to)
        const calendar = calendarFrom({ location, timeIntervals: [{ times: [{ start_time: from, end_time: to }] }] })
        const nowMs = at(start) + quarters * 15 * minuteMs
        let triedMs = nowMs
        while (openingOf(calendar, 'rel_a', triedMs, triedMs).kind !== 'open') triedMs += 15 * minuteMs
        expect(startsAt(calendar, nowMs)).toBe(triedMs)
      }),
      { numRuns: 150 },
    )
  })
})
