/** Enhanced subscription filters at their edges; the recorded cases stand in test/conformance. */
import type { Json } from '@houston/core/json.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkFilter, passesArguments, passesFilter, SubscriptionFilterError } from './subscription-filter.ts'
import { groupsPerFilter, toSubscriptionFilter } from './to-subscription-filter.ts'

const passes = (operator: string, value: Json, given?: Json): boolean =>
  passesFilter(
    checkFilter({ filterGroup: [{ filters: [{ fieldName: 'f', operator, value }] }] }),
    given === undefined ? {} : { f: given },
  )

test.each([
  ['between', [1, 3], 1, true],
  ['between', [1, 3], 3, true],
  ['between', [1, 3], 4, false],
  ['le', 3, 3, true],
  ['lt', 3, 3, false],
  ['ge', 'b', 'a', false],
  ['gt', 1, '2', false],
  ['contains', 'ou', 'Houston', true],
  ['containsAny', ['x', 'db'], ['db'], true],
  ['beginsWith', 'rel_', 'rel_1', true],
  ['eq', null, null, true],
])('%s %j on %j is %s', (operator, value, given, expected) => {
  expect(passes(operator, value, given)).toBe(expected)
})

test('treats a field that is not there as null', () => {
  expect(passes('eq', null)).toBe(true)
  expect(passes('eq', 'x')).toBe(false)
  expect(passes('ne', 'x')).toBe(true)
  expect(passes('notIn', ['x'])).toBe(true)
  expect(passes('gt', 0)).toBe(false)
})

test.each([
  [{}],
  [{ filterGroup: [{}] }],
  [{ filterGroup: [{ filters: [{ fieldName: 'f', operator: 'like', value: 1 }] }] }],
  [{ filterGroup: [{ filters: [{ fieldName: 'f', operator: 'in', value: 1 }] }] }],
  [{ filterGroup: [{ filters: [{ fieldName: 'f', operator: 'between', value: [1] }] }] }],
  [{ filterGroup: [{ filters: [{ fieldName: 'a.b.c.d.e.f', operator: 'eq', value: 1 }] }] }],
])('refuses %j', (filter) => {
  expect(() => checkFilter(filter)).toThrow(SubscriptionFilterError)
})

test('tells an argument that is null from one that was left out', () => {
  expect(passesArguments({ owner: null }, { id: 1 })).toBe(true)
  expect(passesArguments({ owner: null }, { owner: 'a' })).toBe(false)
  expect(passesArguments({ owner: undefined }, { owner: 'a' })).toBe(true)
})

test('refuses a filter that grows past its limit instead of building it', () => {
  const alternatives = { or: [{ a: { eq: 1 } }, { b: { eq: 1 } }] }
  const and = Array.from({ length: Math.ceil(Math.log2(groupsPerFilter)) + 1 }, () => alternatives)
  expect(() => toSubscriptionFilter({ and })).toThrow(SubscriptionFilterError)
})

test('means the same before and after the transformation', () => {
  const leaf = fc.record({ field: fc.constantFrom('a', 'b', 'c'), value: fc.integer({ min: 0, max: 2 }) })
  const payload = fc.record({ a: fc.integer({ min: 0, max: 2 }), b: fc.integer({ min: 0, max: 2 }), c: fc.constant(1) })
  fc.assert(
    fc.property(
      fc.array(fc.array(leaf, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      payload,
      (clauses, given) => {
        const filter = toSubscriptionFilter({
          and: clauses.map((or) => ({ or: or.map(({ field, value }) => ({ [field]: { eq: value } })) })),
        })
        const fields: Record<string, number> = given
        const expected = clauses.every((or) => or.some(({ field, value }) => fields[field] === value))
        expect(passesFilter(filter, given)).toBe(expected)
      },
    ),
    { numRuns: 100 },
  )
})
