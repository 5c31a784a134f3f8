import { expect, test } from 'vitest'
import { type DutySpan, held } from './duty.ts'
import { noExceptions } from './exception.ts'
import { withExceptions } from './plan.ts'
import { at, override, temporary, weeklyPlan } from './plan-fixture.ts'
import { renderRole } from './render.ts'
import type { Role } from './schedule.ts'
import { findDoubleBookings, findGaps, type RenderedRole } from './trouble.ts'

const period = { fromMs: at('2026-01-05T09:00:00Z'), untilMs: at('2026-01-26T09:00:00Z') }
const day = { from: '2026-01-06T00:00:00Z', until: '2026-01-07T00:00:00Z' }

test('finds the gaps ahead, with their reasons', () => {
  const remove = override({ kind: 'remove', person: 'ada' }, day)
  const plan = withExceptions(weeklyPlan(), { ...noExceptions, overrides: [remove] }, 1)
  expect(findGaps(renderRole(plan, 'primary', period))).toEqual([
    { fromMs: at(day.from), untilMs: at(day.until), reason: 'taken-off' },
  ])
  expect(findGaps(renderRole(plan, 'manager', period))).toEqual([{ ...period, reason: 'no-layer' }])
  expect(findGaps(renderRole(weeklyPlan(), 'primary', period))).toEqual([])
})

const span = (person: string, fromMs: number, untilMs: number): DutySpan => ({
  ...held([{ person, source: { kind: 'layer', layer: 'x', shift: 0 } }], 'no-layer'),
  fromMs,
  untilMs,
})
const rendered = (role: Role, ...spans: DutySpan[]): RenderedRole => ({ schedule: 'shop', role, spans })
const seat = (role: Role) => ({ schedule: 'shop', role })

test('finds who answers in two roles, from the first common instant to the last', () => {
  const bookings = findDoubleBookings([
    rendered('primary', span('ada', 0, 10), span('ada', 10, 20)),
    rendered('secondary', span('ada', 5, 30)),
  ])
  expect(bookings).toEqual([
    { kind: 'person-held-twice', person: 'ada', seats: [seat('primary'), seat('secondary')], fromMs: 5, untilMs: 20 },
  ])
})

test('lets one duty end where the next begins', () => {
  expect(
    findDoubleBookings([rendered('primary', span('ada', 0, 10)), rendered('secondary', span('ada', 10, 20))]),
  ).toEqual([])
})

test('finds two in one role, unless an override added one', () => {
  const shifts: [string, string, string][] = [
    ['zoe', day.from, day.until],
    ['yan', day.from, day.until],
  ]
  const twice = withExceptions(weeklyPlan(), { ...noExceptions, temporaries: [temporary(day, shifts)] }, 1)
  const bookings = findDoubleBookings([rendered('primary', ...renderRole(twice, 'primary', period))])
  expect(bookings).toEqual([
    {
      kind: 'role-held-twice',
      people: ['zoe', 'yan'],
      seat: seat('primary'),
      fromMs: at(day.from),
      untilMs: at(day.until),
    },
  ])
  const add = override({ kind: 'add', person: 'zoe' }, day)
  const planned = withExceptions(weeklyPlan(), { ...noExceptions, overrides: [add] }, 1)
  expect(findDoubleBookings([rendered('primary', ...renderRole(planned, 'primary', period))])).toEqual([])
})
