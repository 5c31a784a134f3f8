import { expect, test } from 'vitest'
import { dayMs } from '../clock.ts'
import { changesTooMany, nextChanges } from './change.ts'
import { noExceptions } from './exception.ts'
import { withExceptions } from './plan.ts'
import { at, override, weeklyPlan } from './plan-fixture.ts'

const told = (changes: ReturnType<typeof nextChanges>): string[] =>
  changes.map(({ atMs, off, on }) => `${new Date(atMs).toISOString().slice(0, 16)} -${off} +${on}`)

test('tells the next handoffs, strictly after the instant', () => {
  const plan = weeklyPlan()
  expect(told(nextChanges(plan, 'primary', at('2026-01-12T08:59:59.999Z'), 2))).toEqual([
    '2026-01-12T09:00 -ada +grace',
    '2026-01-19T09:00 -grace +linus',
  ])
  expect(told(nextChanges(plan, 'primary', at('2026-01-12T09:00:00Z')))).toEqual(['2026-01-19T09:00 -grace +linus'])
})

test('names only who comes and who goes', () => {
  const add = override({ kind: 'add', person: 'zoe' }, { from: '2026-01-13T00:00:00Z', until: '2026-01-20T00:00:00Z' })
  const plan = withExceptions(weeklyPlan(), { ...noExceptions, overrides: [add] }, 1)
  expect(told(nextChanges(plan, 'primary', at('2026-01-12T09:00:00Z'), 3))).toEqual([
    '2026-01-13T00:00 - +zoe',
    '2026-01-19T09:00 -grace +linus',
    '2026-01-20T00:00 -zoe +',
  ])
})

test('is not a change where a person hands over to themselves', () => {
  const rotation = { timeZone: 'UTC', start: '2026-01-05T09:00', type: 'daily', participants: ['ada'] }
  const plan = weeklyPlan([], { secondary: { layers: [{ name: 'alone', rotation }] } })
  expect(nextChanges(plan, 'secondary', at('2026-01-12T00:00:00Z'), 5)).toEqual([])
})

test('finds a change that is months ahead, and none beyond a year or so', () => {
  const plan = (until: string) => weeklyPlan([], { manager: { layers: [{ name: 'm', person: 'zoe', until }] } })
  const from = at('2026-01-01T00:00:00Z')
  expect(told(nextChanges(plan('2026-12-01T00:00'), 'manager', from))).toEqual(['2026-12-01T00:00 -zoe +'])
  expect(nextChanges(plan('2026-12-01T00:00'), 'manager', from)[0]?.duty).toEqual({ kind: 'gap', reason: 'no-layer' })
  expect(nextChanges(plan(new Date(from + 401 * dayMs).toISOString().slice(0, 16)), 'manager', from)).toEqual([])
})

test('refuses to list more than a page', () => {
  expect(nextChanges(weeklyPlan(), 'primary', at('2026-01-12T00:00:00Z'), 100).length).toBeGreaterThan(50)
  try {
    nextChanges(weeklyPlan(), 'primary', at('2026-01-12T00:00:00Z'), 101)
    expect.unreachable()
  } catch (error) {
    expect(changesTooMany.is(error)).toBe(true)
  }
})
