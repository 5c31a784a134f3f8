import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs } from '../clock.ts'
import { type DutySpan, holdersOf } from './duty.ts'
import { type Exceptions, noExceptions, overrideSchema, temporarySchema } from './exception.ts'
import { type Plan, planOf, withExceptions } from './plan.ts'
import { at, override, temporary, weeklyPlan } from './plan-fixture.ts'
import { onCallAt, periodEmpty, periodTooLong, renderRole } from './render.ts'
import { rotationUnknown, scheduleSchema } from './schedule.ts'

const week = { fromMs: at('2026-01-05T09:00:00Z'), untilMs: at('2026-01-12T09:00:00Z') }
const shown = (spans: readonly DutySpan[]): string[] =>
  spans.map((span) => {
    const who = span.kind === 'gap' ? span.reason : span.holders.map(({ person }) => person).join('+')
    return `${new Date(span.fromMs).toISOString().slice(5, 16)} ${who}`
  })
const render = (plan: Plan, period = week): string[] => shown(renderRole(plan, 'primary', period))
const withOverrides = (...overrides: Exceptions['overrides']): Plan =>
  withExceptions(weeklyPlan(), { ...noExceptions, overrides }, 1_000)

describe('layers', () => {
  test('stand before those below them while they are open', () => {
    const weekend = {
      name: 'weekend',
      person: 'zoe',
      restrictions: [{ days: ['saturday', 'sunday'], from: '00:00', to: '00:00' }],
    }
    expect(render(weeklyPlan([weekend]))).toEqual(['01-05T09:00 ada', '01-10T00:00 zoe', '01-12T00:00 ada'])
  })

  test('let those below show through a vacant slot', () => {
    const rotation = {
      timeZone: 'UTC',
      start: '2026-01-05T09:00',
      type: 'daily',
      participants: ['zoe', { vacant: '' }],
    }
    expect(render(weeklyPlan([{ name: 'days', rotation }])).slice(0, 3)).toEqual([
      '01-05T09:00 zoe',
      '01-06T09:00 ada',
      '01-07T09:00 zoe',
    ])
  })

  test('count from their start until their end, and not at it', () => {
    const plan = weeklyPlan([{ name: 'zoe', person: 'zoe', from: '2026-01-06T00:00', until: '2026-01-07T00:00' }])
    expect(render(plan)).toEqual(['01-05T09:00 ada', '01-06T00:00 zoe', '01-07T00:00 ada'])
    expect(holdersOf(onCallAt(plan, 'primary', at('2026-01-06T23:59:59.999Z')))[0]?.person).toBe('zoe')
    expect(holdersOf(onCallAt(plan, 'primary', at('2026-01-07T00:00:00Z')))[0]?.person).toBe('ada')
  })

  test('read their hours in their own zone', () => {
    const plan = weeklyPlan([
      {
        name: 'sg',
        person: 'zoe',
        timeZone: 'Asia/Singapore',
        restrictions: [{ days: ['tuesday'], from: '08:00', to: '17:00' }],
      },
    ])
    expect(render(plan)).toEqual(['01-05T09:00 ada', '01-06T00:00 zoe', '01-06T09:00 ada'])
  })
})

describe('a gap', () => {
  test('says that no layer counts, or that the slot is vacant', () => {
    expect(onCallAt(weeklyPlan(), 'manager', 0)).toEqual({ kind: 'gap', reason: 'no-layer' })
    const rotation = {
      timeZone: 'UTC',
      start: '2026-01-05T09:00',
      type: 'daily',
      participants: ['zoe', { vacant: '' }],
    }
    const plan = weeklyPlan([], { manager: { layers: [{ name: 'days', rotation }] } })
    expect(onCallAt(plan, 'manager', at('2026-01-06T09:00:00Z'))).toEqual({ kind: 'gap', reason: 'vacant-slot' })
  })
})

describe('overrides', () => {
  const day = { from: '2026-01-06T00:00:00Z', until: '2026-01-07T00:00:00Z' }

  test('add a person, once', () => {
    expect(render(withOverrides(override({ kind: 'add', person: 'zoe' }, day)))).toEqual([
      '01-05T09:00 ada',
      '01-06T00:00 ada+zoe',
      '01-07T00:00 ada',
    ])
    expect(render(withOverrides(override({ kind: 'add', person: 'ada' }, day)))).toEqual(['01-05T09:00 ada'])
  })

  test('remove a person who is on call, and leave a gap that says so', () => {
    expect(render(withOverrides(override({ kind: 'remove', person: 'ada' }, day)))).toEqual([
      '01-05T09:00 ada',
      '01-06T00:00 taken-off',
      '01-07T00:00 ada',
    ])
    expect(render(withOverrides(override({ kind: 'remove', person: 'grace' }, day)))).toEqual(['01-05T09:00 ada'])
  })

  test('replace the person named, or whoever it is', () => {
    const handoff = { from: '2026-01-12T00:00:00Z', until: '2026-01-13T00:00:00Z' }
    const period = { ...week, untilMs: at('2026-01-14T00:00:00Z') }
    expect(
      render(withOverrides(override({ kind: 'replace', person: 'zoe', replaces: 'grace' }, handoff)), period),
    ).toEqual(['01-05T09:00 ada', '01-12T09:00 zoe', '01-13T00:00 grace'])
    expect(render(withOverrides(override({ kind: 'replace', person: 'zoe' }, handoff)), period)).toEqual([
      '01-05T09:00 ada',
      '01-12T00:00 zoe',
      '01-13T00:00 grace',
    ])
  })

  test('lie over one another in the order of their recording', () => {
    const first = override({ kind: 'replace', person: 'zoe' }, { ...day, recordedAtMs: 1 })
    const second = override({ kind: 'replace', person: 'yan', replaces: 'zoe' }, { ...day, recordedAtMs: 2 })
    expect(render(withOverrides(second, first))).toContain('01-06T00:00 yan')
  })

  test('count in their schedule and their role only, once recorded and until withdrawn', () => {
    const replace = { kind: 'replace', person: 'zoe' } as const
    for (const facts of [
      { schedule: 'search' },
      { role: 'secondary' as const },
      { recordedAtMs: 1_001 },
      { withdrawnAtMs: 1_000 },
    ])
      expect(render(withOverrides(override(replace, { ...day, ...facts })))).toEqual(['01-05T09:00 ada'])
    for (const facts of [{ recordedAtMs: 1_000 }, { withdrawnAtMs: 1_001 }])
      expect(render(withOverrides(override(replace, { ...day, ...facts })))).toContain('01-06T00:00 zoe')
  })
})

test('a temporary schedule puts the layers aside, with its own gaps, and overrides still count', () => {
  const facts = { from: '2026-01-06T00:00:00Z', until: '2026-01-09T00:00:00Z' }
  const temporaries = [
    temporary(facts, [
      ['zoe', '2026-01-06T00:00:00Z', '2026-01-07T00:00:00Z'],
      ['yan', '2026-01-06T12:00:00Z', '2026-01-07T12:00:00Z'],
    ]),
  ]
  const overrides = [
    override(
      { kind: 'replace', person: 'xi', replaces: 'zoe' },
      { from: '2026-01-06T00:00:00Z', until: '2026-01-06T06:00:00Z' },
    ),
  ]
  expect(render(withExceptions(weeklyPlan(), { temporaries, overrides }, 1_000))).toEqual([
    '01-05T09:00 ada',
    '01-06T00:00 xi',
    '01-06T06:00 zoe',
    '01-06T12:00 zoe+yan',
    '01-07T00:00 yan',
    '01-07T12:00 temporary-without-shift',
    '01-09T00:00 ada',
  ])
})

test('refuses periods without an instant, and those that are too long', () => {
  const plan = weeklyPlan()
  const codeOf = (untilMs: number): unknown => {
    try {
      return renderRole(plan, 'primary', { fromMs: 0, untilMs }).length
    } catch (error) {
      return [periodEmpty, periodTooLong].find((declared) => declared.is(error))?.code
    }
  }
  expect([codeOf(0), codeOf(-1), codeOf(Number.NaN)]).toEqual(Array(3).fill('oncall.period-empty'))
  expect(codeOf(3_700 * dayMs)).toBeGreaterThan(0)
  expect(codeOf(3_700 * dayMs + 1)).toBe('oncall.period-too-long')
})

test('names every rotation that is missing', () => {
  const layers = [
    { name: 'a', rotation: 'gone' },
    { name: 'b', rotation: 'lost' },
  ]
  const schedule = scheduleSchema.parse({ name: 'shop', timeZone: 'UTC', roles: { primary: { layers } } })
  try {
    planOf(schedule, new Map())
    expect.unreachable()
  } catch (error) {
    expect(rotationUnknown.is(error) && error.fields.map(({ path }) => path)).toEqual([
      'roles.primary.layers[0].rotation',
      'roles.primary.layers[1].rotation',
    ])
  }
})

test.each([
  ['roles', { roles: {} }],
  ['roles', { roles: { tertiary: { layers: [{ name: 'a', person: 'ada' }] } } }],
  ['roles', { roles: { primary: { layers: [{ name: 'a' }] } } }],
  ['roles', { roles: { primary: { layers: [{ name: 'a', person: 'ada', rotation: 'x' }] } } }],
  [
    'roles',
    {
      roles: {
        primary: {
          layers: [
            { name: 'a', person: 'ada' },
            { name: 'a', person: 'bob' },
          ],
        },
      },
    },
  ],
  [
    'roles',
    {
      roles: {
        primary: { layers: [{ name: 'a', person: 'ada', from: '2026-01-02T00:00', until: '2026-01-02T00:00' }] },
      },
    },
  ],
  ['timeZone', { timeZone: 'Mars' }],
])('refuses a schedule at %s', (field, facts) => {
  const schedule = { name: 'shop', timeZone: 'UTC', roles: { primary: { layers: [{ name: 'a', person: 'ada' }] } } }
  expect(scheduleSchema.safeParse(schedule).success).toBe(true)
  expect(scheduleSchema.safeParse({ ...schedule, ...facts }).error?.issues[0]?.path[0]).toBe(field)
})

test('refuses exceptions that end before they start, are too long or hold shifts outside themselves', () => {
  const good = override({ kind: 'add', person: 'zoe' }, { from: '2026-01-06T00:00:00Z', until: '2026-01-07T00:00:00Z' })
  expect(overrideSchema.parse(good)).toEqual(good)
  expect(overrideSchema.safeParse({ ...good, untilMs: good.fromMs }).success).toBe(false)
  expect(overrideSchema.safeParse({ ...good, untilMs: good.fromMs + 401 * dayMs }).success).toBe(false)
  const facts = { from: '2026-01-06T00:00:00Z', until: '2026-01-07T00:00:00Z' }
  expect(temporarySchema.safeParse(temporary(facts, [['zoe', facts.from, facts.until]])).success).toBe(true)
  expect(temporarySchema.safeParse(temporary(facts, [['zoe', facts.from, '2026-01-07T00:00:00.001Z']])).success).toBe(
    false,
  )
})

const hour = fc.integer({ min: 0, max: 24 * 28 })
const stretch = fc.tuple(hour, fc.integer({ min: 1, max: 200 })).map(([from, hours]) => ({
  from: new Date(week.fromMs + from * hourMs).toISOString(),
  until: new Date(week.fromMs + (from + hours) * hourMs).toISOString(),
}))
const person = fc.constantFrom('ada', 'grace', 'zoe')
const exceptionsArbitrary = fc.record({
  overrides: fc.array(
    fc
      .tuple(fc.constantFrom('add', 'remove', 'replace'), person, stretch, fc.integer({ min: 0, max: 99 }))
      .map(([kind, who, facts, recordedAtMs]) => override({ kind, person: who }, { ...facts, recordedAtMs })),
    { maxLength: 8 },
  ),
  temporaries: fc.array(
    stretch.map((facts) => temporary(facts, [['yan', facts.from, facts.until]])),
    { maxLength: 2 },
  ),
})

test('covers any period without a hole, and says of each instant what it says of the period', () => {
  const night = { name: 'night', person: 'yan', restrictions: [{ from: '22:00', to: '06:00' }] }
  fc.assert(
    fc.property(exceptionsArbitrary, hour, fc.integer({ min: 1, max: 500 }), hour, (exceptions, from, hours, asked) => {
      const plan = withExceptions(weeklyPlan([night]), exceptions, 1_000)
      const period = { fromMs: week.fromMs + from * hourMs, untilMs: week.fromMs + (from + hours) * hourMs }
      const spans = renderRole(plan, 'primary', period)
      expect(spans[0]?.fromMs).toBe(period.fromMs)
      expect(spans.at(-1)?.untilMs).toBe(period.untilMs)
      spans.slice(1).forEach((span, index) => {
        expect(span.fromMs).toBe(spans[index]?.untilMs)
      })
      const atMs = period.fromMs + (asked % hours) * hourMs
      const {
        fromMs: _,
        untilMs: __,
        ...duty
      } = spans.find((span) => span.fromMs <= atMs && atMs < span.untilMs) ?? spans[0] ?? week
      expect(onCallAt(plan, 'primary', atMs)).toEqual(duty)
    }),
    { numRuns: 300 },
  )
})
