import { describe, expect, test } from 'vitest'
import { linearRegex } from './linear-regex.ts'

function matches(pattern: string, text: string): boolean {
  const regex = linearRegex(pattern)
  if (regex.kind === 'invalid') throw new Error(regex.detail)
  return regex.test(text)
}

describe('linearRegex', () => {
  test.each([
    ['v1|v2', ['v1', 'v2'], ['v3', 'v12', '']],
    ['v.*', ['v', 'v1', 'v1.2.3'], ['xv1', 'v\n']],
    ['v.+', ['v1'], ['v']],
    ['5..', ['500', '503'], ['50', '5000']],
    ['colou?r', ['color', 'colour'], ['colouur']],
    ['(ab|c)+', ['ab', 'cab', 'abab'], ['', 'a']],
    ['(?:ab)*', ['', 'abab'], ['aba']],
    ['[a-c_-]+', ['a_c-'], ['d', '']],
    ['[^0-9]', ['a', 'ü'], ['1', 'ab']],
    ['[]a]', [']', 'a'], ['b']],
    ['\\d+\\.\\w', ['12.x'], ['12x', 'a.x']],
    ['', [''], ['a']],
    ['a|', ['a', ''], ['b']],
    ['😀.', ['😀😀'], ['😀']],
  ])('%s', (pattern, yes, no) => {
    expect(yes.filter((text) => !matches(pattern, text))).toEqual([])
    expect(no.filter((text) => matches(pattern, text))).toEqual([])
  })

  test.each(['(a', 'a)', '[a', '*a', 'a**', 'a{2}', '(?=a)', '\\', '\\b', '[z-a]', 'a'.repeat(501)])(
    'refuses %s',
    (pattern) => {
      expect(linearRegex(pattern).kind).toBe('invalid')
    },
  )

  test('a pattern that stops a backtracking engine takes no time', () => {
    const startMs = performance.now()
    expect(matches('(a*)*(a|a)*b', 'a'.repeat(5_000))).toBe(false)
    expect(performance.now() - startMs).toBeLessThan(1_000)
  })
})
