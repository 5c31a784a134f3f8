import { expect, test } from 'vitest'
import { type Duty, holdersOf } from './duty.ts'
import { noExceptions } from './exception.ts'
import { historyOf, onCallAsKnown, renderAsKnown } from './history.ts'
import { at, override, temporary, weeklyPlan } from './plan-fixture.ts'

const who = (duty: Duty): string =>
  duty.kind === 'gap'
    ? duty.reason
    : holdersOf(duty)
        .map(({ person }) => person)
        .join('+')
const first = { knownFromMs: at('2026-01-05T00:00:00Z'), plan: weeklyPlan() }
const second = { knownFromMs: at('2026-01-08T12:00:00Z'), plan: weeklyPlan([{ name: 'all', person: 'zoe' }]) }
const tuesday = { from: '2026-01-06T00:00:00Z', until: '2026-01-07T00:00:00Z' }
const late = override(
  { kind: 'replace', person: 'yan' },
  {
    ...tuesday,
    recordedAtMs: at('2026-01-06T06:00:00Z'),
    withdrawnAtMs: at('2026-01-06T18:00:00Z'),
  },
)
const history = historyOf([second, first], { ...noExceptions, overrides: [late] })

test('answers by what was known at the time', () => {
  const asked = (atTime: string, knownAt?: string): string =>
    who(onCallAsKnown(history, 'primary', at(atTime), knownAt === undefined ? undefined : at(knownAt)))
  expect(asked('2026-01-06T05:59:59.999Z')).toBe('ada')
  expect(asked('2026-01-06T06:00:00Z')).toBe('yan')
  expect(asked('2026-01-06T18:00:00Z')).toBe('ada')
  // Looked at later or earlier than it was.
  expect(asked('2026-01-06T05:00:00Z', '2026-01-06T12:00:00Z')).toBe('yan')
  expect(asked('2026-01-06T12:00:00Z', '2026-01-05T00:00:00Z')).toBe('ada')
  expect(asked('2026-01-06T12:00:00Z', '2026-01-09T00:00:00Z')).toBe('zoe')
})

test('knows a version from its instant on, and nothing before the first', () => {
  expect(who(onCallAsKnown(history, 'primary', at('2026-01-08T11:59:59.999Z')))).toBe('ada')
  expect(who(onCallAsKnown(history, 'primary', at('2026-01-08T12:00:00Z')))).toBe('zoe')
  expect(who(onCallAsKnown(history, 'primary', at('2026-01-04T23:59:59.999Z')))).toBe('not-known')
})

test('takes the later of two versions of one instant', () => {
  const both = historyOf([first, { ...second, knownFromMs: first.knownFromMs }], noExceptions)
  expect(who(onCallAsKnown(both, 'primary', at('2026-01-06T12:00:00Z')))).toBe('zoe')
})

test('renders the past as it was, piece by piece', () => {
  const period = { fromMs: at('2026-01-04T00:00:00Z'), untilMs: at('2026-01-09T00:00:00Z') }
  const shown = renderAsKnown(history, 'primary', period).map(
    (span) => `${new Date(span.fromMs).toISOString().slice(5, 16)} ${who(span)}`,
  )
  expect(shown).toEqual([
    '01-04T00:00 not-known',
    '01-05T00:00 linus',
    '01-05T09:00 ada',
    '01-06T06:00 yan',
    '01-06T18:00 ada',
    '01-08T12:00 zoe',
  ])
})

test('counts a temporary schedule from when it was made', () => {
  const made = temporary({ ...tuesday, recordedAtMs: at('2026-01-06T12:00:00Z') }, [
    ['xi', tuesday.from, tuesday.until],
  ])
  const withTemporary = historyOf([first], { ...noExceptions, temporaries: [made] })
  expect(who(onCallAsKnown(withTemporary, 'primary', at('2026-01-06T11:00:00Z')))).toBe('ada')
  expect(who(onCallAsKnown(withTemporary, 'primary', at('2026-01-06T12:00:00Z')))).toBe('xi')
})
