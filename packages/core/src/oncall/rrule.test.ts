import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everyShift, type Recurrence } from './recurrence.ts'
import { parseRrule } from './rrule.ts'
import { formatWall, parseWallMs } from './wall.ts'

const wall = (text: string): number => parseWallMs(text) ?? Number.NaN
const startText = '2026-01-05T09:00'
const start = wall(startText)

function recurrence(text: string, startWallMs = start): Recurrence {
  const parsed = parseRrule(text, startWallMs)
  if (parsed.kind === 'refused') throw new Error(parsed.reason)
  return parsed.recurrence
}

const first = (text: string, count = 5, startWallMs = start): string[] => {
  const { wallMs } = recurrence(text, startWallMs)
  return Array.from({ length: count }, (_, index) => formatWall(wallMs(index)))
}

describe('what the rules say', () => {
  test.each([
    ['FREQ=HOURLY;INTERVAL=8', ['2026-01-05T09:00', '2026-01-05T17:00', '2026-01-06T01:00']],
    ['FREQ=HOURLY;BYMINUTE=15,45', ['2026-01-05T09:15', '2026-01-05T09:45', '2026-01-05T10:15']],
    ['FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0', ['2026-01-05T20:00', '2026-01-06T08:00', '2026-01-06T20:00']],
    ['RRULE:FREQ=WEEKLY;BYDAY=FR,MO', ['2026-01-05T09:00', '2026-01-09T09:00', '2026-01-12T09:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO', ['2026-01-05T09:00', '2026-01-11T09:00', '2026-01-19T09:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU', ['2026-01-05T09:00', '2026-01-18T09:00', '2026-01-19T09:00']],
    ['FREQ=MONTHLY', ['2026-01-05T09:00', '2026-02-05T09:00', '2026-03-05T09:00']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', ['2026-01-31T09:00', '2026-02-28T09:00', '2026-03-31T09:00']],
    ['FREQ=MONTHLY;BYMONTHDAY=31', ['2026-01-31T09:00', '2026-03-31T09:00', '2026-05-31T09:00']],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', ['2026-01-15T09:00', '2026-02-01T09:00', '2026-02-15T09:00']],
    ['FREQ=MONTHLY;BYDAY=2TU', ['2026-01-13T09:00', '2026-02-10T09:00', '2026-03-10T09:00']],
    ['FREQ=MONTHLY;BYDAY=-1FR', ['2026-01-30T09:00', '2026-02-27T09:00', '2026-03-27T09:00']],
    ['FREQ=MONTHLY;BYDAY=5FR', ['2026-01-30T09:00', '2026-05-29T09:00', '2026-07-31T09:00']],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=29', ['2026-01-29T09:00', '2027-01-29T09:00', '2028-01-29T09:00']],
  ])('%s', (rule, expected) => {
    expect(first(rule, 3)).toEqual(expected)
  })

  test('a February that has 29 days comes round, if seldom', () => {
    expect(first('FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=29', 2, wall('2026-02-01T00:00'))).toEqual([
      '2028-02-29T00:00',
      '2032-02-29T00:00',
    ])
  })
})

test.each([
  ['', 'not of the form'],
  ['FREQ=YEARLY', 'FREQ must be'],
  ['INTERVAL=2', 'FREQ must be'],
  ['FREQ=DAILY;COUNT=10', 'COUNT is not read'],
  ['FREQ=DAILY;UNTIL=20270101T000000Z', 'UNTIL is not read'],
  ['FREQ=DAILY;BYDAY=MO', 'BYDAY is not read with FREQ=DAILY'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY must be of'],
  ['FREQ=WEEKLY;BYDAY=', 'not of the form'],
  ['FREQ=WEEKLY;FREQ=DAILY', 'given twice'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL must be'],
  ['FREQ=DAILY;INTERVAL=1,2', 'INTERVAL must be one'],
  ['FREQ=DAILY;BYHOUR=24', 'BYHOUR must be'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY must be'],
  ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY must be such as'],
  ['FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1', 'together'],
  ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS is not read'],
  ['FREQ=WEEKLY;WKST=XX', 'WKST must be'],
  [
    `FREQ=DAILY;BYHOUR=${Array.from({ length: 24 }, (_, hour) => hour)};BYMINUTE=${Array.from({ length: 60 }, (_, minute) => minute)}`,
    '1440 times',
  ],
])('refuses %s', (rule, reason) => {
  const parsed = parseRrule(rule, start)
  expect(parsed.kind === 'refused' && parsed.reason).toContain(reason)
})

test('refuses a day that never comes', () => {
  expect(parseRrule('FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30', wall('2026-02-01T00:00'))).toEqual({
    kind: 'refused',
    reason: 'never happens',
  })
})

const rules = [
  'FREQ=HOURLY;INTERVAL=5;BYMINUTE=7,8,59',
  'FREQ=DAILY;INTERVAL=3;BYHOUR=0,23',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;BYHOUR=1,2',
  'FREQ=MONTHLY;BYDAY=5SU,1MO',
  'FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31,-1,1',
]

test.each(rules)('numbers the handoffs of %s one by one, in both directions', (rule) => {
  const { wallMs, indexAt } = recurrence(rule)
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (index) => {
      expect(wallMs(index)).toBeLessThan(wallMs(index + 1))
      expect(indexAt(wallMs(index))).toBe(index)
      expect(indexAt(wallMs(index) - 1)).toBe(index - 1)
      expect(indexAt(wallMs(index + 1) - 1)).toBe(index)
    }),
    { numRuns: 200 },
  )
  expect(wallMs(0)).toBeGreaterThanOrEqual(start)
  expect(wallMs(-1)).toBeLessThan(start)
})

test.each([
  ['FREQ=HOURLY', 'hourly'],
  ['FREQ=DAILY', 'daily'],
  ['FREQ=WEEKLY', 'weekly'],
  ['FREQ=MONTHLY', 'monthly'],
] as const)('%s says what a rotation that is %s says', (rule, type) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 }), fc.integer({ min: -100, max: 100 }), (length, index) => {
      const plain = everyShift(type, length, start)
      const ruled = recurrence(`${rule};INTERVAL=${length}`)
      expect(ruled.wallMs(index)).toBe(plain.wallMs(index))
      expect(ruled.indexAt(plain.wallMs(index))).toBe(index)
    }),
    { numRuns: 100 },
  )
})
