import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonDepthLevels, plainJson, readJsonText } from './json-text.ts'
import { JsonTextError } from './json-text-error.ts'

test('reads whatever JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      expect(JSON.stringify(plainJson(readJsonText(text)))).toBe(JSON.stringify(JSON.parse(text)))
    }),
  )
})

test('refuses exactly what JSON.parse refuses', () => {
  const fragment = fc.constantFrom(...['{', '}', '[', ']', ',', ':', '"a"', '"', '0', '1', '.', 'e', '-', 'true', ' '])
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 8 }), (fragments) => {
      const text = fragments.join('')
      const refusedBy = (read: (text: string) => unknown): boolean => {
        try {
          read(text)
          return false
        } catch {
          return true
        }
      }
      expect(refusedBy(readJsonText)).toBe(refusedBy(JSON.parse))
    }),
    { numRuns: 2_000 },
  )
})

test('keeps duplicate keys and number literals', () => {
  expect(readJsonText('{"a":5.0,"a":5e0}')).toEqual({
    kind: 'object',
    entries: [
      ['a', { kind: 'number', text: '5.0' }],
      ['a', { kind: 'number', text: '5e0' }],
    ],
  })
})

test('leaves text after the first value unread only where asked to', () => {
  expect(readJsonText('{} more', 'ignored')).toEqual({ kind: 'object', entries: [] })
  expect(() => readJsonText('{} more')).toThrow(JsonTextError)
})

test('refuses text deeper than the limit instead of running out of stack', () => {
  expect(() => readJsonText('['.repeat(100_000))).toThrow(JsonTextError)
  const deepest = '['.repeat(jsonDepthLevels) + ']'.repeat(jsonDepthLevels)
  expect(readJsonText(deepest).kind).toBe('array')
  expect(() => readJsonText(`[${deepest}]`)).toThrow('nesting depth (1001)')
})

test('a key named __proto__ is a field like any other', () => {
  const value = plainJson(readJsonText('{"__proto__":{"x":1}}'))
  expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1}}')
})

test.each([
  ['{"not": closed mark"', "Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token"],
  ['{"a":[1 2]}', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
  ['{"a":[05]}', 'Invalid numeric value: Leading zeroes not allowed'],
  ['{"a":[1.]}', "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit"],
  ['{"a":[NaN]}', "Non-standard token 'NaN'"],
  ['{\n"a":["x"}', "Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)"],
  ['{\n"a":["x"}', 'line: 2, column: 5])'],
  ['{"a', 'Unexpected end-of-input in field name'],
  ['{"a":["\n"]}', 'Illegal unquoted character ((CTRL-CHAR, code 10))'],
])('says what is wrong with %j as AWS does', (text, message) => {
  expect(() => readJsonText(text)).toThrow(message)
})
