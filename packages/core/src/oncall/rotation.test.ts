import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { type RotationSpec, rotationDocumentSchema, rotationSpecSchema, turnsOf, withParticipants } from './rotation.ts'

const at = (text: string): number => Date.parse(text)
const people = ['ada', 'grace', 'linus']
const rotation = (facts: object = {}): RotationSpec =>
  rotationSpecSchema.parse({
    timeZone: 'America/Chicago',
    start: '2026-01-05T09:00',
    type: 'weekly',
    participants: people,
    ...facts,
  })

const handoffs = (spec: RotationSpec, from: string, until: string): string[] =>
  turnsOf(spec)
    .shifts({ fromMs: at(from), untilMs: at(until) })
    .map(({ fromMs }) => new Date(fromMs).toISOString())

describe('turns', () => {
  const turns = turnsOf(rotation())

  test('change hands at the instant, not a moment before', () => {
    expect(turns.shiftAt(at('2026-01-05T15:00:00Z')).participant).toBe('ada')
    expect(turns.shiftAt(at('2026-01-12T14:59:59.999Z')).participant).toBe('ada')
    expect(turns.shiftAt(at('2026-01-12T15:00:00Z')).participant).toBe('grace')
    expect(turns.shiftAt(at('2026-01-26T15:00:00Z'))).toMatchObject({ participant: 'ada', index: 3 })
  })

  test('were taken before the start, too', () => {
    expect(turns.shiftAt(at('2026-01-05T14:59:59.999Z'))).toMatchObject({ participant: 'linus', index: -1 })
  })

  test('are none in an empty interval, and only those that overlap another', () => {
    const first = turns.shiftAt(at('2026-01-05T15:00:00Z'))
    expect(turns.shifts({ fromMs: first.fromMs, untilMs: first.fromMs })).toEqual([])
    expect(turns.shifts({ fromMs: first.fromMs, untilMs: first.untilMs })).toEqual([first])
    expect(turns.shifts({ fromMs: first.fromMs - 1, untilMs: first.untilMs + 1 })).toHaveLength(3)
  })

  test('start with whom they are told to', () => {
    expect(turnsOf(rotation({ firstTurn: 2 })).shiftAt(at('2026-01-05T15:00:00Z')).participant).toBe('linus')
  })

  test('hold a vacant slot', () => {
    const spec = rotation({ participants: ['ada', { vacant: 'hired for March' }] })
    expect(turnsOf(spec).shiftAt(at('2026-01-12T15:00:00Z')).participant).toEqual({ vacant: 'hired for March' })
  })
})

test('keeps nine in the morning over both changes of the clocks', () => {
  expect(handoffs(rotation(), '2026-03-02T15:00:00Z', '2026-03-10T00:00:00Z')).toEqual([
    '2026-03-02T15:00:00.000Z',
    '2026-03-09T14:00:00.000Z',
  ])
  expect(handoffs(rotation(), '2026-10-26T14:00:00Z', '2026-11-03T00:00:00Z')).toEqual([
    '2026-10-26T14:00:00.000Z',
    '2026-11-02T15:00:00.000Z',
  ])
})

test('leaves out a turn that the clocks skip whole, and keeps the order of the others', () => {
  const spec = rotation({ type: 'hourly', start: '2026-03-08T00:00' })
  const shifts = turnsOf(spec).shifts({ fromMs: at('2026-03-08T06:00:00Z'), untilMs: at('2026-03-08T10:00:00Z') })
  expect(shifts.map(({ index, participant }) => [index, participant])).toEqual([
    [0, 'ada'],
    [1, 'grace'],
    [3, 'ada'],
    [4, 'grace'],
  ])
})

test('leaves a repeated hour with whom its first pass gave it', () => {
  const spec = rotation({ type: 'hourly', start: '2026-11-01T00:30' })
  const turns = turnsOf(spec)
  expect(turns.shiftAt(at('2026-11-01T06:29:59.999Z')).participant).toBe('ada')
  // 01:30, then 01:00 to 01:30 once more, and 02:30.
  for (const time of ['06:30', '07:00', '07:29', '07:30', '08:29'])
    expect(turns.shiftAt(at(`2026-11-01T${time}:00Z`)).participant).toBe('grace')
  expect(turns.shiftAt(at('2026-11-01T08:30:00Z')).participant).toBe('linus')
})

test.each([
  ['2026-01-31T00:00', ['01-31', '02-28', '03-31', '04-30', '05-31']],
  ['2026-01-30T00:00', ['01-30', '02-28', '03-30', '04-30', '05-30']],
  ['2026-01-29T00:00', ['01-29', '02-28', '03-29', '04-29', '05-29']],
])('hands over on the last day of a month that lacks the day of %s', (start, days) => {
  const spec = rotation({ type: 'monthly', timeZone: 'UTC', start })
  expect(handoffs(spec, '2026-01-31T00:00:00Z', '2026-05-31T12:00:00Z').map((time) => time.slice(5, 10))).toEqual(days)
})

test('finds 29 February in a leap year', () => {
  const spec = rotation({ type: 'monthly', timeZone: 'UTC', start: '2027-12-31T00:00' })
  expect(handoffs(spec, '2028-02-20T00:00:00Z', '2028-03-01T00:00:00Z').at(-1)).toBe('2028-02-29T00:00:00.000Z')
})

describe('a rotation file', () => {
  const document = { apiVersion: 'houston.dev/v1', kind: 'Rotation', metadata: { name: 'shop' } }
  const spec = { timeZone: 'Europe/Dublin', start: '2026-01-05T09:00', type: 'weekly', participants: ['ada'] }

  test('is taken with its defaults', () => {
    expect(rotationDocumentSchema.parse({ ...document, spec }).spec).toMatchObject({ shiftLength: 1, firstTurn: 0 })
  })

  test.each([
    ['timeZone', { timeZone: 'Dublin' }],
    ['start', { start: '2026-02-30T09:00' }],
    ['start', { start: '2026-01-05T09:00:00Z' }],
    ['participants', { participants: [] }],
    ['shiftLength', { shiftLength: 0 }],
    ['firstTurn', { firstTurn: 1 }],
    ['type', { rrule: 'FREQ=DAILY' }],
    ['type', { type: undefined }],
    ['rrule', { type: undefined, rrule: 'FREQ=DAILY;COUNT=3' }],
  ])('is refused at %s', (field, facts) => {
    const parsed = rotationDocumentSchema.safeParse({ ...document, spec: { ...spec, ...facts } })
    expect(parsed.error?.issues.map(({ path }) => path[1])).toEqual([field])
  })
})

describe('other participants', () => {
  const now = at('2026-01-13T00:00:00Z')
  const holder = (spec: RotationSpec): unknown => turnsOf(spec).shiftAt(now).participant

  test('leave the turn with who has it', () => {
    expect(holder(rotation())).toBe('grace')
    for (const changed of [
      ['grace'],
      ['zoe', 'ada', 'grace', 'linus'],
      ['linus', 'grace'],
      ['ada', 'zoe', 'yan', 'grace'],
    ])
      expect(holder(withParticipants(rotation(), changed, now))).toBe('grace')
  })

  test('pass it to the next who is still there', () => {
    expect(holder(withParticipants(rotation(), ['ada', 'linus'], now))).toBe('linus')
    expect(holder(withParticipants(rotation(), ['zoe', 'ada'], now))).toBe('ada')
    expect(holder(withParticipants(rotation(), ['zoe', 'yan'], now))).toBe('zoe')
  })
})

const specArbitrary = fc
  .record({
    timeZone: fc.constantFrom('UTC', 'America/Chicago', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Apia'),
    type: fc.constantFrom('hourly', 'daily', 'weekly', 'monthly'),
    shiftLength: fc.integer({ min: 1, max: 30 }),
    start: fc.integer({ min: at('2010-01-01T00:00:00Z') / minuteMs, max: at('2030-01-01T00:00:00Z') / minuteMs }),
  })
  .map(({ start, ...facts }) => rotation({ ...facts, start: new Date(start * minuteMs).toISOString().slice(0, 16) }))

test('gives every instant exactly one turn, and neighbours that meet', () => {
  const instant = fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') })
  fc.assert(
    fc.property(specArbitrary, instant, (spec, atMs) => {
      const turns = turnsOf(spec)
      const shift = turns.shiftAt(atMs)
      expect(shift.fromMs).toBeLessThanOrEqual(atMs)
      expect(shift.untilMs).toBeGreaterThan(atMs)
      expect(turns.shiftAt(shift.fromMs)).toEqual(shift)
      expect(turns.shiftAt(shift.untilMs - 1)).toEqual(shift)
      expect(turns.shiftAt(shift.untilMs).fromMs).toBe(shift.untilMs)
      const around = turns.shifts({ fromMs: atMs - 3 * dayMs, untilMs: atMs + 3 * hourMs })
      around.slice(1).forEach((next, index) => {
        expect(next.fromMs).toBe(around[index]?.untilMs)
      })
    }),
    { numRuns: 500 },
  )
})
