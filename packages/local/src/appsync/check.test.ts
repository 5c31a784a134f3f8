/** The check against the released schema. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakingChange, refuseBreaking, type SchemaChange, schemaChanges } from './check.ts'

const modes = { primary: 'AWS_IAM', additional: ['API_KEY'] } as const
const changes = (before: string, after: string): SchemaChange[] =>
  schemaChanges({ sdl: before, modes }, { sdl: after, modes })

test.each([
  ['schema.field-removed', 'breaking', 'type Query { a: Int b: Int }', 'type Query { a: Int }'],
  ['schema.type-removed', 'breaking', 'type Query { a: Int } type T { x: Int }', 'type Query { a: Int }'],
  ['schema.field-changed-kind', 'breaking', 'type Query { a: Int! }', 'type Query { a: Int }'],
  ['schema.required-arg-added', 'breaking', 'type Query { a: Int }', 'type Query { a(i: Int!): Int }'],
  ['schema.optional-arg-added', 'dangerous', 'type Query { a: Int }', 'type Query { a(i: Int): Int }'],
  [
    'schema.value-removed-from-enum',
    'breaking',
    'type Query { a: E } enum E { X Y }',
    'type Query { a: E } enum E { X }',
  ],
  ['schema.value-added-to-enum', 'dangerous', 'type Query { a: E } enum E { X }', 'type Query { a: E } enum E { X Y }'],
  ['schema.default-removed', 'breaking', 'type Query { a(i: Int! = 1): Int }', 'type Query { a(i: Int!): Int }'],
  ['schema.default-changed', 'dangerous', 'type Query { a(i: Int = 1): Int }', 'type Query { a(i: Int = 2): Int }'],
  [
    'schema.default-removed',
    'breaking',
    'type Query { a(i: I): Int } input I { x: Int! = 1 }',
    'type Query { a(i: I): Int } input I { x: Int! }',
  ],
  [
    'schema.default-changed',
    'dangerous',
    'type Query { a(i: I): Int } input I { x: Int = 1 }',
    'type Query { a(i: I): Int } input I { x: Int }',
  ],
  ['schema.access-narrowed', 'breaking', 'type Query { a: Int @aws_iam @aws_api_key }', 'type Query { a: Int }'],
  ['schema.access-widened', 'dangerous', 'type Query { a: Int }', 'type Query { a: Int @aws_iam @aws_api_key }'],
  [
    'schema.subscription-narrowed',
    'breaking',
    'type Query { a: Int } type Mutation { m: Int } type Subscription { s: Int @aws_subscribe(mutations: ["m"]) }',
    'type Query { a: Int } type Mutation { m: Int } type Subscription { s: Int @aws_subscribe(mutations: []) }',
  ],
])('finds %s as %s', (code, severity, before, after) => {
  expect(changes(before, after).map((change) => [change.code, change.severity])).toEqual([[code, severity]])
})

test('is silent about what only adds', () => {
  expect(changes('type Query { a: Int }', '"""Said better""" type Query { a: Int b: T } type T { x: Int }')).toEqual([])
})

test('refuses by name, and lets the dangerous through', () => {
  const dangerous = changes('type Query { a: Int }', 'type Query { a(i: Int): Int }')
  expect(refuseBreaking(dangerous)).toEqual(dangerous)
  const breaking = changes('type Query { a: Int b: Int }', 'type Query { a: Int }')
  const refused = (): unknown => refuseBreaking(breaking)
  expect(refused).toThrow('Query.b was removed.')
  expect(refused).toThrow(expect.objectContaining({ code: breakingChange.code, fields: [expect.anything()] }))
})

test('names every field that goes', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  fc.assert(
    fc.property(fc.subarray(names), (gone) => {
      const sdl = (fields: string[]): string =>
        `type Query { keep: Int ${fields.map((name) => `${name}: Int`).join(' ')} }`
      const found = changes(sdl(names), sdl(names.filter((name) => !gone.includes(name))))
      expect(found.map(({ message }) => message)).toEqual(gone.map((name) => `Query.${name} was removed.`))
    }),
    { numRuns: 40 },
  )
})
