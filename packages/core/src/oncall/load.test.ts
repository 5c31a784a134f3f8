import { describe, expect, test } from 'vitest'
import { dayMs, hourMs } from '../clock.ts'
import { type LoadInput, measureLoad } from './load.ts'
import { at, weeklyPlan } from './plan-fixture.ts'
import { renderRole } from './render.ts'
import type { Role } from './schedule.ts'

const period = { fromMs: at('2026-01-05T09:00:00Z'), untilMs: at('2026-01-26T09:00:00Z') }
const alone = { name: 'm', person: 'radia' }
const plan = weeklyPlan([], {
  secondary: { layers: [{ name: 's', person: 'ada', until: '2026-01-08T09:00' }] },
  manager: { layers: [alone] },
})
const rendered = (['primary', 'secondary', 'manager'] as Role[]).map((role) => ({
  schedule: 'shop',
  role,
  spans: renderRole(plan, role, period),
}))

const measure = (facts: Partial<LoadInput> = {}) =>
  measureLoad({ period, rendered, pages: [], timeZones: new Map(), timeZoneOtherwise: 'UTC', ...facts })
const loadOf = (person: string, facts: Partial<LoadInput> = {}) => {
  const load = measure(facts).loads.find((one) => one.person === person)
  if (load === undefined) throw new Error(`${person} has no load`)
  return load
}

describe('the time with a pager', () => {
  test('counts two roles at once as one, and no manager', () => {
    expect(loadOf('ada')).toMatchObject({ onCallMs: 7 * dayMs, share: 1 / 3, shifts: 2 })
    expect(measure().loads.map(({ person }) => person)).toEqual(['ada', 'grace', 'linus'])
  })

  test('is measured within the period only', () => {
    const short = { fromMs: period.fromMs + dayMs, untilMs: period.fromMs + 2 * dayMs }
    expect(loadOf('ada', { period: short })).toMatchObject({ onCallMs: dayMs, share: 1 })
  })

  test('tells nights and weekends by the clocks of the person', () => {
    expect(loadOf('ada')).toMatchObject({ nightMs: 7 * 8 * hourMs, weekendMs: 48 * hourMs })
    const day = { fromMs: at('2026-01-05T09:00:00Z'), untilMs: at('2026-01-05T21:00:00Z') }
    expect(loadOf('ada', { period: day }).nightMs).toBe(0)
    // 17:00 to 05:00 in Singapore.
    expect(loadOf('ada', { period: day, timeZones: new Map([['ada', 'Asia/Singapore']]) }).nightMs).toBe(7 * hourMs)
  })
})

test('counts pages in the period, out of hours and per shift', () => {
  const pages = [
    '2026-01-05T09:00:00Z',
    '2026-01-05T17:59:59.999Z',
    '2026-01-05T18:00:00Z',
    '2026-01-10T12:00:00Z',
    '2026-01-26T09:00:00Z',
  ].map((time) => ({ person: 'grace', atMs: at(time) }))
  expect(loadOf('grace', { pages })).toMatchObject({ pages: 4, pagesOutOfHours: 2, pagesPerShift: 4 })
  expect(loadOf('zoe', { pages: [{ person: 'zoe', atMs: period.fromMs }] })).toMatchObject({
    onCallMs: 0,
    pages: 1,
    pagesPerShift: undefined,
  })
})

test('warns above the limit, not at it, with the numbers', () => {
  const [first] = measure().warnings
  expect(first).toMatchObject({ kind: 'over-share', person: 'ada', limit: 0.25 })
  expect(first?.sentence).toBe('ada carries a pager 33.3 % of the time (7d); the limit is 25 %')
  expect(measure({ shareLimit: 1 / 3 }).warnings).toEqual([])
})

test('shows how evenly the load is spread', () => {
  expect(measure().spreads.onCallMs).toEqual({ least: 7 * dayMs, mean: 7 * dayMs, most: 7 * dayMs })
  expect(measure().spreads.shifts).toEqual({ least: 1, mean: 4 / 3, most: 2 })
  expect(measure({ rendered: [] }).spreads.pages).toEqual({ least: 0, mean: 0, most: 0 })
})
