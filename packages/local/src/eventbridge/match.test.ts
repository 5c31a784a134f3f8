import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testEventPattern } from './match.ts'
import { compilePattern, waysPerPattern } from './pattern.ts'

const matches = (pattern: unknown, event: unknown): boolean =>
  testEventPattern(JSON.stringify(pattern), JSON.stringify(event))

test('an event matches the pattern made of its own strings', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string(), { minKeys: 1, maxKeys: 5 }), (fields) => {
      const pattern = Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, [text]]))
      expect(matches(pattern, { ...fields, more: true })).toBe(true)
    }),
  )
})

test('anything-but accepts exactly the present strings its list does not name', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd')
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1 }), letter, (named, value) => {
      expect(matches({ x: [{ 'anything-but': named }] }, { x: value })).toBe(!named.includes(value))
      expect(matches({ x: [{ 'anything-but': named }] }, {})).toBe(false)
    }),
  )
})

test('conditions on objects in an array hold for the same element', () => {
  const pattern = { steps: { name: ['build'], state: ['failed'] } }
  expect(
    matches(pattern, {
      steps: [
        { name: 'build', state: 'ok' },
        { name: 'test', state: 'failed' },
      ],
    }),
  ).toBe(false)
  expect(
    matches(pattern, {
      steps: [
        { name: 'test', state: 'ok' },
        { name: 'build', state: 'failed' },
      ],
    }),
  ).toBe(true)
})

test('exists: false looks at the elements chosen so far', () => {
  const event = { a: [{ b: 1 }, { c: 1 }] }
  expect(matches({ a: { b: [1], c: [{ exists: false }] } }, event)).toBe(true)
  expect(matches({ a: { b: [{ exists: false }], c: [1] } }, event)).toBe(false)
})

test('the last word on a path counts, inside and after an $or', () => {
  const inside = { a: ['x'], $or: [{ a: ['y'] }, { b: [1] }] }
  expect(matches(inside, { a: 'y' })).toBe(true)
  expect(matches(inside, { a: 'x' })).toBe(false)
  expect(matches(inside, { a: 'x', b: 1 })).toBe(true)
})

test('refuses more ways through $or than the limit', () => {
  const branches = Array.from({ length: 11 }, (_, index) => ({ [`f${index}`]: ['x'] }))
  const pattern = { a: { $or: branches }, b: { $or: branches }, c: { $or: branches } }
  expect(11 ** 3).toBeGreaterThan(waysPerPattern)
  expect(() => compilePattern(JSON.stringify(pattern))).toThrow('too complex')
})

test('large arrays of objects do not multiply the work', () => {
  const rows = Array.from({ length: 400 }, (_, index) => ({ a: index % 7, b: index % 5, c: -1 }))
  const fields = { a: [{ exists: true }], b: [{ exists: true }], c: [1] }
  expect(matches({ p: fields, q: fields, r: fields }, { p: rows, q: rows, r: [...rows, { a: 1, b: 1, c: 1 }] })).toBe(
    false,
  )
  const found = [...rows, { a: 1, b: 1, c: 1 }]
  expect(matches({ p: fields, q: fields, r: fields }, { p: found, q: found, r: found })).toBe(true)
})

test('the largest arrays an event can hold are matched within a moment', () => {
  const rows = Array.from({ length: 15_000 }, () => ({ a: 1, b: 1 }))
  const startedMs = performance.now()
  expect(matches({ p: { a: [1], b: [1], c: [1] } }, { p: [...rows, { a: 1, c: 1 }] })).toBe(false)
  expect(matches({ p: { a: [1], b: [1], c: [{ exists: false }] } }, { p: rows })).toBe(true)
  expect(performance.now() - startedMs).toBeLessThan(5_000)
})

test('an event that is no JSON object is refused after the pattern is found good', () => {
  expect(() => testEventPattern('{"a":[1]}', '[]')).toThrow('Parameter Event is not valid.')
  expect(() => testEventPattern('{"a":1}', '[]')).toThrow(
    'Event pattern is not valid. Reason: "a" must be an object or an array',
  )
})
