import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesWildcard, parseWildcard, tooComplexPositions, type Wildcard, wildcardComplexity } from './wildcard.ts'

function parsed(text: string): Wildcard {
  const wildcard = parseWildcard(text)
  if ('refused' in wildcard) throw new Error(wildcard.refused)
  return wildcard
}

test('matches as a regular expression with .* does', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 }), letters, (raw, text) => {
      const pattern = raw.replace(/\*+/g, '*')
      expect(matchesWildcard(parsed(pattern), text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text))
    }),
    { numRuns: 1_000 },
  )
})

test('takes an escaped star and backslash literally', () => {
  expect(matchesWildcard(parsed('a\\*b\\\\'), 'a*b\\')).toBe(true)
  expect(matchesWildcard(parsed('a\\*b\\\\'), 'axb\\')).toBe(false)
})

test('refuses two wildcards in a row and an unknown escape, counting bytes', () => {
  expect(parseWildcard('é**')).toEqual({ refused: 'Consecutive wildcard characters at pos 2' })
  expect(parseWildcard('a\\b')).toEqual({ refused: 'Invalid escape character at pos 1' })
})

test('the end cannot overlap what the beginning has used', () => {
  expect(matchesWildcard(parsed('ab*ba'), 'aba')).toBe(false)
  expect(matchesWildcard(parsed('ab*ba'), 'abba')).toBe(true)
})

test('counts the positions an input can stand at, and no further than the limit', () => {
  expect(wildcardComplexity([[parsed('"*"')]])).toBe(2)
  expect(wildcardComplexity([[parsed('"*:*:*:*:*:"')]])).toBe(10)
  expect(wildcardComplexity([[parsed('"*:*:*:*:*:event-bus/*"')]])).toBeGreaterThanOrEqual(tooComplexPositions)
})

test('judges a long pattern at once', () => {
  expect(wildcardComplexity([[parsed(`"${'*ab'.repeat(500)}"`)]])).toBeGreaterThanOrEqual(tooComplexPositions)
})
