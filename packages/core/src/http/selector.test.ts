import { describe, expect, test } from 'vitest'
import { matchesAll, parseSelector } from './selector.ts'

function matches(expression: string, labels: Record<string, string>): boolean {
  const parsed = parseSelector(expression)
  if (parsed.kind === 'invalid') throw new Error(parsed.detail)
  return matchesAll(parsed.selector.matchers, labels)
}

describe('parseSelector', () => {
  test('reads the four operators, spaces and a last comma', () => {
    const expression = ' requests_total { a = "1" , b!="2", c=~"x|y",d!~\'z.*\', } '
    expect(matches(expression, { a: '1', b: '3', c: 'y', d: 'a' })).toBe(true)
    expect(matches(expression, { a: '1', b: '2', c: 'y', d: 'a' })).toBe(false)
    expect(matches(expression, { a: '1', b: '3', c: 'xy', d: 'a' })).toBe(false)
    expect(matches(expression, { a: '1', b: '3', c: 'y', d: 'zz' })).toBe(false)
  })

  test('an absent label is an empty one', () => {
    expect(matches('m{a=""}', {})).toBe(true)
    expect(matches('m{a!="x"}', {})).toBe(true)
    expect(matches('m{a=~".+"}', {})).toBe(false)
  })

  test('values hold commas, braces and escapes', () => {
    expect(matches('m{a="x,}\\"\\\\\\n"}', { a: 'x,}"\\\n' })).toBe(true)
  })

  test.each([
    '',
    '{a="b"}',
    '1m',
    'm{a}',
    'm{a="b}',
    'm{a="b"',
    'm{a="b" c="d"}',
    'm{a=b}',
    'm{a=~"("}',
    'sum(m)',
    'm[5m]',
  ])('refuses %s', (expression) => {
    expect(parseSelector(expression).kind).toBe('invalid')
  })
})
