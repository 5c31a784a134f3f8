import { describe, expect, it } from 'vitest'
import recorded from '../../../../test/fixtures/alertmanager/matchers.json' with { type: 'json' }
import { compileMatcher, formatMatchers, type MatcherOperator } from './matcher.ts'
import { type MatcherDialect, parseMatchers } from './matcher-text.ts'

const read = (text: string, dialect?: MatcherDialect): unknown => {
  const parsed = parseMatchers(text, dialect)
  if (parsed.kind === 'invalid') return 'refused'
  return parsed.matchers.map(({ label, operator, value }) => [label, operator, value])
}

describe('matchers, against the recorded cases of Alertmanager', () => {
  it.each(recorded.utf8.TestMatchers)('reads $input as its UTF-8 parser does ($name)', ({ input, matchers, error }) => {
    expect(read(input)).toEqual(error === null ? matchers : 'refused')
  })

  it.each(recorded.utf8.TestMatcher.filter(({ error }) => !/no matchers|expected 1/.test(error ?? '')))(
    'reads the one matcher $input ($name)',
    ({ input, matchers, error }) => {
      expect(read(input)).toEqual(error === null ? matchers : 'refused')
    },
  )

  it.each(recorded.classic)('reads $input as its older parser does', ({ input, matchers, error_prefix }) => {
    expect(read(input, 'classic')).toEqual(error_prefix === null ? matchers : 'refused')
  })

  it.each(recorded.match as [MatcherOperator, string, string, boolean][])(
    'matches %s %j with %j: %s',
    (operator, value, text, matches) => {
      const compiled = compileMatcher({ label: 'l', operator, value })
      expect(compiled.kind === 'matcher' && compiled.matches(text)).toBe(matches)
    },
  )
})

describe('matchers', () => {
  it('stays linear on a pattern that would stop a backtracking engine', () => {
    const compiled = compileMatcher({ label: 'l', operator: '=~', value: '(a*)*(a|aa)*b' })
    expect(compiled.kind === 'matcher' && compiled.matches('a'.repeat(5_000))).toBe(false)
  })

  it.each([
    ['web-.*', 'web-1', true],
    ['web-.*', 'web-\n', false],
    ['webs?-1', 'web-1', true],
    ['web*', 'we', true],
    ['web|db', 'db', true],
    ['web-[0-9]', 'web-12', false],
    ['web|d.', 'db', true],
  ])('matches %s with %j: %s, whatever way it takes', (value, text, matches) => {
    const compiled = compileMatcher({ label: 'l', operator: '=~', value })
    expect(compiled.kind === 'matcher' && compiled.matches(text)).toBe(matches)
  })

  it('ignores the case under (?i), in classes too', () => {
    const compiled = compileMatcher({ label: 'l', operator: '=~', value: '(?i)check[o]ut.+' })
    expect(compiled.kind === 'matcher' && compiled.matches('CheckOUT-1')).toBe(true)
  })

  it('takes a label that is absent for an empty one', () => {
    const compiled = compileMatcher({ label: 'l', operator: '=~', value: 'a|' })
    expect(compiled.kind === 'matcher' && compiled.matches('')).toBe(true)
  })

  it('refuses a pattern that cannot be read', () => {
    expect(compileMatcher({ label: 'l', operator: '=~', value: '(a' })).toMatchObject({ kind: 'invalid' })
  })

  it('writes what it reads', () => {
    const parsed = parseMatchers('{a=b,c!~"d|e"}')
    expect(parsed.kind === 'matchers' && formatMatchers(parsed.matchers)).toBe('{a="b",c!~"d|e"}')
  })
})
