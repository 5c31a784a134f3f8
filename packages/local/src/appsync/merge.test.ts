/** Merging sources: what the recorded cases leave open, and properties that hold for any sources. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MergeOutcome, mergeSources } from './merge.ts'
import type { SourceApi } from './source-schema.ts'

const modes = { primary: 'AWS_IAM', additional: ['API_KEY'] } as const
const source = (name: string, sdl: string, more: Partial<SourceApi> = {}): SourceApi => ({ name, sdl, ...more })
const merge = (...sources: SourceApi[]): MergeOutcome => mergeSources(sources, modes)
const codes = ({ problems }: MergeOutcome): string[] => problems.map(({ code }) => code)

test('maps a renamed field to the resolver of its source', () => {
  const { schema, problems } = merge(
    source('catalog', 'type Query { get: Item @renamed(to: "getItem") } type Item @renamed(to: "Part") { id: ID! }', {
      resolvers: ['Query.get', 'Item.id'],
    }),
  )
  expect(problems).toEqual([])
  expect([...schema.resolvers]).toEqual([
    ['Query.getItem', { source: 'catalog', field: 'Query.get' }],
    ['Part.id', { source: 'catalog', field: 'Item.id' }],
  ])
})

test('leaves out a field whose type is hidden, with a warning, and its resolver', () => {
  const { schema } = merge(
    source('a', 'type Query { a: Int secret: Secret } type Secret @hidden { x: Int }', { resolvers: ['Query.secret'] }),
  )
  expect(schema.sdl).not.toContain('ecret')
  expect(schema.resolvers.size).toBe(0)
  expect(schema.warnings.map(({ code, path }) => [code, path])).toEqual([['field-left-out', 'Query.secret']])
})

test('refuses a shown field that asks for a hidden input', () => {
  const outcome = merge(source('a', 'type Query { a(i: I): Int } input I @hidden { x: Int }'))
  expect(outcome.problems).toMatchObject([{ code: 'hidden-reference', path: 'Query.a(i:)' }])
})

test('takes a subscription away with its last mutation', () => {
  const { schema, problems } = merge(
    source(
      'a',
      `type Query { a: Int } type Mutation { add: Int @hidden put: Int }
       type Subscription { added: Int @aws_subscribe(mutations: ["add"]) both: Int @aws_subscribe(mutations: ["add", "put"]) }`,
    ),
  )
  expect(problems).toEqual([])
  expect(schema.sdl).toContain('type Subscription {\n  both: Int @aws_subscribe(mutations: ["put"])\n}')
})

test.each([
  ['syntax', 'type Query {'],
  ['undefined-type', 'type Query { a: Missing }'],
  ['invalid-schema', 'type Thing { a: Int }'],
  ['extension', 'type Query { a: Int } extend type Query { b: Int }'],
  ['custom-scalar', 'scalar Money type Query { a: Money }'],
  ['root-type-name', 'schema { query: Root } type Root { a: Int }'],
  ['rename-collision', 'type Query { a: A b: B } type A @renamed(to: "B") { x: Int } type B { x: Int }'],
  ['rename-collision', 'type Query @renamed(to: "Root") { a: Int }'],
  ['subscription-mutation', 'type Query { a: Int } type Subscription { s: Int @aws_subscribe(mutations: ["no"]) }'],
])('refuses a source by itself: %s', (code, sdl) => {
  expect(codes(merge(source('a', sdl)))).toContain(code)
})

test('refuses a resolver for a field that is not there', () => {
  expect(codes(merge(source('a', 'type Query { a: Int }', { resolvers: ['Query.b'] })))).toEqual(['unknown-resolver'])
})

test('refuses to let one source own a root type', () => {
  const outcome = merge(source('a', 'type Query @canonical { a: Int }'), source('b', 'type Query { b: Int }'))
  expect(codes(outcome)).toEqual(['canonical-conflict'])
})

test('warns of what a canonical type shadows', () => {
  const { schema, problems } = merge(
    source('a', 'type Query { a: T } type T @canonical { x: Int }'),
    source('b', 'type Query { b: T } type T { x: Int y: Int }'),
  )
  expect(problems).toEqual([])
  expect(schema.warnings).toMatchObject([{ code: 'shadowed-fields', source: 'b', path: 'T' }])
})

test("keeps each source's access on its own fields of a shared type", () => {
  const { schema } = merge(
    source('a', 'type Query { a: T } type T @aws_api_key { id: ID! x: Int }'),
    source('b', 'type Query { b: T } type T { id: ID! y: Int }'),
  )
  expect(schema.sdl).toContain('id: ID! @aws_api_key @aws_iam\n  x: Int @aws_api_key\n  y: Int\n')
  expect(schema.warnings).toMatchObject([{ code: 'access-widened', path: 'T.id' }])
})

test('names the whole where an interface and its object no longer fit', () => {
  const outcome = merge(
    source('a', 'type Query { a: N } interface N { id: ID! } type T implements N { id: ID! }'),
    source('b', 'type Query { b: N } interface N { id: ID! more: Int } type U implements N { id: ID! more: Int }'),
  )
  expect(outcome.problems).toMatchObject([{ code: 'merged-invalid', source: 'b' }])
})

test('refuses the eleventh source', () => {
  const sources = Array.from({ length: 11 }, (_, index) => source(`s${index}`, `type Query { f${index}: Int }`))
  expect(merge(...sources).problems).toMatchObject([{ code: 'source-limit', source: 's10' }])
})

const fieldNames = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 })

test('does not depend on the order of sources that share nothing', () => {
  fc.assert(
    fc.property(fc.array(fieldNames, { minLength: 2, maxLength: 4 }), fc.integer(), (shapes, turn) => {
      const sources = shapes.map((fields, index) =>
        source(
          `s${index}`,
          `type Query { q${index}: T${index} } type T${index} { ${fields.map((f) => `${f}: Int`).join(' ')} }`,
        ),
      )
      const start = Math.abs(turn) % sources.length
      const turned = [...sources.slice(start), ...sources.slice(0, start)]
      const lines = ({ schema }: MergeOutcome): string => schema.sdl.split('\n').sort().join('\n')
      expect(lines(merge(...turned))).toBe(lines(merge(...sources)))
    }),
    { numRuns: 40 },
  )
})

test('merges a source with itself into the same schema', () => {
  fc.assert(
    fc.property(fieldNames, fc.constantFrom('Int', 'String!', '[ID!]!', 'AWSDateTime'), (fields, type) => {
      const sdl = `type Query { t: T } type T { ${fields.map((name) => `${name}: ${type}`).join(' ')} }`
      expect(merge(source('a', sdl), source('b', sdl)).schema.sdl).toBe(merge(source('a', sdl)).schema.sdl)
    }),
    { numRuns: 40 },
  )
})
