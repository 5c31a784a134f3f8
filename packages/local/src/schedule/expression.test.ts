/** When schedules fire: the examples of EventBridge's documentation, calendars, clock changes and what is refused. */
import { isoTime } from '@houston/core/clock.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastFireMs, nextFireMs, parseExpression } from './expression.ts'

const at = (text: string): number => Date.parse(text)

function firings(expression: string, after: string, count: number, timeZone = 'UTC'): string[] {
  const times: string[] = []
  let afterMs = at(after)
  while (times.length < count) {
    const next = nextFireMs(expression, afterMs, { timeZone })
    if (next === undefined) break
    times.push(isoTime(next).replace(':00.000Z', 'Z'))
    afterMs = next
  }
  return times
}

test.each([
  // The examples of the EventBridge user guide.
  ['cron(0 10 * * ? *)', ['2026-01-01T10:00Z', '2026-01-02T10:00Z']],
  ['cron(15 12 * * ? *)', ['2026-01-01T12:15Z', '2026-01-02T12:15Z']],
  ['cron(0 18 ? * MON-FRI *)', ['2026-01-01T18:00Z', '2026-01-02T18:00Z', '2026-01-05T18:00Z']],
  ['cron(0 8 1 * ? *)', ['2026-01-01T08:00Z', '2026-02-01T08:00Z']],
  ['cron(0/15 * * * ? *)', ['2026-01-01T00:15Z', '2026-01-01T00:30Z', '2026-01-01T00:45Z', '2026-01-01T01:00Z']],
  ['cron(0/10 * ? * MON-FRI *)', ['2026-01-01T00:10Z', '2026-01-01T00:20Z']],
  ['cron(0/5 8-17 ? * MON-FRI *)', ['2026-01-01T08:00Z', '2026-01-01T08:05Z']],
  [
    'cron(0/30 22-1 ? * MON-FRI *)',
    ['2026-01-01T00:30Z', '2026-01-01T01:00Z', '2026-01-01T01:30Z', '2026-01-01T22:00Z'],
  ],
  ['cron(0 20-2/3 * * ? *)', ['2026-01-01T02:00Z', '2026-01-01T20:00Z', '2026-01-01T23:00Z']],
  ['cron(0 0 ? * SAT-MON *)', ['2026-01-03T00:00Z', '2026-01-04T00:00Z', '2026-01-05T00:00Z', '2026-01-10T00:00Z']],
  // The day fields' own signs.
  ['cron(0 0 L * ? *)', ['2026-01-31T00:00Z', '2026-02-28T00:00Z', '2026-03-31T00:00Z']],
  [
    'cron(0 0 LW * ? *)',
    ['2026-01-30T00:00Z', '2026-02-27T00:00Z', '2026-03-31T00:00Z', '2026-04-30T00:00Z', '2026-05-29T00:00Z'],
  ],
  ['cron(0 0 1W * ? *)', ['2026-02-02T00:00Z', '2026-03-02T00:00Z', '2026-04-01T00:00Z', '2026-05-01T00:00Z']],
  ['cron(0 0 15W 2,3,8 ? *)', ['2026-02-16T00:00Z', '2026-03-16T00:00Z', '2026-08-14T00:00Z']],
  ['cron(0 0 31W * ? *)', ['2026-01-30T00:00Z', '2026-03-31T00:00Z', '2026-05-29T00:00Z']],
  ['cron(0 0 ? * 3#2 *)', ['2026-01-13T00:00Z', '2026-02-10T00:00Z']],
  ['cron(0 0 ? * FRI#5 *)', ['2026-01-30T00:00Z', '2026-05-29T00:00Z']],
  ['cron(0 0 ? * 6L *)', ['2026-01-30T00:00Z', '2026-02-27T00:00Z']],
  ['cron(0 0 ? * FRIL *)', ['2026-01-30T00:00Z', '2026-02-27T00:00Z']],
  ['cron(0 0 ? * L *)', ['2026-01-03T00:00Z', '2026-01-10T00:00Z']],
  ['cron(0 0 ? 1 2#1,6L *)', ['2026-01-05T00:00Z', '2026-01-30T00:00Z', '2027-01-04T00:00Z']],
  ['cron(0 0 29 FEB ? *)', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
  ['cron(0 0 30 2 ? *)', []],
  ['cron(5 4 ? jan,MAR sun 2026)', ['2026-01-04T04:05Z', '2026-01-11T04:05Z']],
  ['cron(30 6 10 7 ? 2027/2)', ['2027-07-10T06:30Z', '2029-07-10T06:30Z']],
  ['cron(0 0 1 1 ? 2025)', []],
  ['at(2026-01-02T03:04:05)', ['2026-01-02T03:04:05.000Z']],
  ['at(2025-12-31T23:59:59)', []],
])('%s fires when it says', (expression, expected) => {
  expect(firings(expression, '2026-01-01T00:00:00Z', expected.length || 3)).toEqual(expected)
})

test('never fires at the instant that it is asked after', () => {
  const noon = at('2026-01-01T12:00:00Z')
  expect(nextFireMs('cron(0 12 * * ? *)', noon - 1)).toBe(noon)
  expect(nextFireMs('cron(0 12 * * ? *)', noon)).toBe(at('2026-01-02T12:00:00Z'))
  expect(nextFireMs('at(2026-01-01T12:00:00)', noon - 1)).toBe(noon)
  expect(nextFireMs('at(2026-01-01T12:00:00)', noon)).toBeUndefined()
  expect(nextFireMs('rate(5 minutes)', noon - 1, { anchorMs: noon - 300_000 })).toBe(noon)
  expect(nextFireMs('rate(5 minutes)', noon, { anchorMs: noon })).toBe(noon + 300_000)
})

test('counts a rate from its anchor, whatever the clocks do', () => {
  const anchorMs = at('2026-01-01T00:00:07Z')
  expect(nextFireMs('rate(1 hour)', anchorMs, { anchorMs })).toBe(anchorMs + 3_600_000)
  expect(nextFireMs('rate(1 hour)', anchorMs + 3_600_001, { anchorMs })).toBe(anchorMs + 7_200_000)
  expect(nextFireMs('rate(2 days)', anchorMs - 999, { anchorMs, timeZone: 'Europe/Berlin' })).toBe(
    anchorMs + 172_800_000,
  )
})

test('follows the wall clock of its zone over a change', () => {
  expect(firings('cron(0 9 * * ? *)', '2026-03-28T00:00:00Z', 3, 'Europe/Berlin')).toEqual([
    '2026-03-28T08:00Z',
    '2026-03-29T07:00Z',
    '2026-03-30T07:00Z',
  ])
  expect(firings('at(2026-07-01T09:00:00)', '2026-01-01T00:00:00Z', 1, 'America/New_York')).toEqual([
    '2026-07-01T13:00Z',
  ])
})

test('does not fire at a time that the clocks skip', () => {
  expect(firings('cron(30 2 * * ? *)', '2026-03-28T00:00:00Z', 3, 'Europe/Berlin')).toEqual([
    '2026-03-28T01:30Z',
    '2026-03-30T00:30Z',
    '2026-03-31T00:30Z',
  ])
  expect(firings('cron(0/30 * * * ? *)', '2026-03-29T00:29:00Z', 4, 'Europe/Berlin')).toEqual([
    '2026-03-29T00:30Z',
    '2026-03-29T01:00Z',
    '2026-03-29T01:30Z',
    '2026-03-29T02:00Z',
  ])
})

test('fires once at a time that the clocks show twice', () => {
  expect(firings('cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', 2, 'Europe/Berlin')).toEqual([
    '2026-10-25T00:30Z',
    '2026-10-26T01:30Z',
  ])
  // Asked in the second of the two hours, 02:30 is over and 03:00 is next.
  expect(firings('cron(0/30 2-3 * * ? *)', '2026-10-25T01:10:00Z', 2, 'Europe/Berlin')).toEqual([
    '2026-10-25T02:00Z',
    '2026-10-25T02:30Z',
  ])
  expect(firings('cron(15 1 * * ? *)', '2026-11-01T00:00:00Z', 2, 'America/New_York')).toEqual([
    '2026-11-01T05:15Z',
    '2026-11-02T06:15Z',
  ])
})

test('knows zones with odd offsets and odd changes', () => {
  expect(firings('cron(0 6 * * ? *)', '2026-01-01T00:00:00Z', 1, 'Asia/Kathmandu')).toEqual(['2026-01-01T00:15Z'])
  // Lord Howe moves by half an hour: 2:00 becomes 2:30.
  expect(firings('cron(15 2 * * ? *)', '2026-10-02T16:00:00Z', 2, 'Australia/Lord_Howe')).toEqual([
    '2026-10-04T15:15Z',
    '2026-10-05T15:15Z',
  ])
  // Samoa had no 30 December 2011.
  expect(firings('cron(0 12 * 12 ? 2011)', '2011-12-29T00:00:00Z', 2, 'Pacific/Apia')).toEqual([
    '2011-12-29T22:00Z',
    '2011-12-30T22:00Z',
  ])
})

test.each([
  ['every day', 'none of rate'],
  ['rate(0 minutes)', 'positive'],
  ['rate(1 minutes)', 'singular'],
  ['rate(5 minute)', 'plural'],
  ['rate(5 seconds)', 'minutes, hours or days'],
  ['rate(1.5 hours)', 'positive'],
  ['cron(0 9 * * *)', '5 fields'],
  ['cron(0 9 * * * *)', 'exactly one'],
  ['cron(0 9 ? * ? *)', 'exactly one'],
  ['cron(0 9 1 * MON *)', 'exactly one'],
  ['cron(60 9 * * ? *)', '60 of minutes'],
  ['cron(0 24 * * ? *)', '24 of hours'],
  ['cron(0 9 0 * ? *)', '0 of day-of-month'],
  ['cron(0 9 32W * ? *)', '32 of day-of-month'],
  ['cron(0 9 * 13 ? *)', '13 of month'],
  ['cron(0 9 ? * 8 *)', '8 of day-of-week'],
  ['cron(0 9 ? * 2#6 *)', 'first to fifth'],
  ['cron(0 9 ? * 2#1#1 *)', 'first to fifth'],
  ['cron(0 9 * * ? 1969)', '1969 of year'],
  ['cron(0/0 9 * * ? *)', 'no step'],
  ['cron(0 9 * * ? 2030-2027)', 'no range'],
  ['cron(1-2-3 9 * * ? *)', 'no range'],
  ['cron(1,,2 9 * * ? *)', 'an empty part'],
  ['cron(0 9 * FOO ? *)', 'FOO of month'],
  ['at(2026-02-30T00:00:00)', 'yyyy-mm-dd'],
  ['at(2026-02-03)', 'yyyy-mm-dd'],
])('refuses %s', (expression, problem) => {
  expect(() => parseExpression(expression)).toThrow(
    expect.objectContaining({ code: 'schedule.invalid-expression', message: expect.stringContaining(problem) }),
  )
})

test('refuses a zone that does not exist, and a single time that its clocks skip', () => {
  expect(() => parseExpression('rate(1 day)', 'Europe/Atlantis')).toThrow(
    expect.objectContaining({ code: 'schedule.unknown-time-zone' }),
  )
  expect(() => parseExpression('at(2026-03-29T02:30:00)', 'Europe/Berlin')).toThrow(
    expect.objectContaining({ message: expect.stringContaining('skip') }),
  )
})

test('agrees with a walk over every minute', () => {
  const list = (min: number, max: number) => fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 })
  const startMs = at('2026-01-01T00:00:00Z')
  fc.assert(
    fc.property(
      list(0, 59),
      list(0, 23),
      list(1, 7),
      list(1, 12),
      fc.integer({ min: 0, max: 400 * 86_400_000 }),
      (minutes, hours, weekdays, months, offset) => {
        const afterMs = startMs + offset
        const expression = `cron(${minutes} ${hours} ? ${months} ${weekdays} *)`
        const next = nextFireMs(expression, afterMs) ?? 0
        const matches = (timeMs: number): boolean => {
          const time = new Date(timeMs)
          return (
            minutes.includes(time.getUTCMinutes()) &&
            hours.includes(time.getUTCHours()) &&
            weekdays.includes(time.getUTCDay() + 1) &&
            months.includes(time.getUTCMonth() + 1)
          )
        }
        const firstMinuteMs = Math.floor(afterMs / 60_000) * 60_000 + 60_000
        expect(matches(next) && next % 60_000 === 0 && next > afterMs).toBe(true)
        // Two days before the answer are enough to see one that it went past.
        for (let timeMs = Math.max(firstMinuteMs, next - 2 * 86_400_000); timeMs < next; timeMs += 60_000)
          expect(matches(timeMs)).toBe(false)
      },
    ),
    { numRuns: 40, seed: 7 },
  )
})

test('finds the last firing of a time away, its end included and its beginning not', () => {
  const cron = parseExpression('cron(0 12 * * ? *)')
  const noon = at('2026-01-05T12:00:00Z')
  expect(lastFireMs(cron, at('2025-01-01T00:00:00Z'), noon)).toBe(noon)
  expect(lastFireMs(cron, at('2025-01-01T00:00:00Z'), noon - 1)).toBe(noon - 86_400_000)
  expect(lastFireMs(cron, noon, noon + 3_600_000)).toBeUndefined()
  expect(lastFireMs(parseExpression('cron(0 0 29 2 ? *)'), 0, noon)).toBe(at('2024-02-29T00:00:00Z'))
})
