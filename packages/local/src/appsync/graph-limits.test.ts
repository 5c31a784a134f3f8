/** What one request may cost, and what is refused before it runs. */
import { expect, test } from 'vitest'
import { world } from './fixture.ts'

test('answers the part of a query that is not too deep', async () => {
  const { ask } = world({ limits: { queryDepth: 2 } })
  const { data, errors } = await ask('{ service(id: "1") { id parent { id } } }')
  expect(data).toEqual({ service: { id: '1', parent: null } })
  expect(errors).toMatchObject([{ path: ['service', 'parent', 'id'], errorType: 'QueryDepthLimitReached' }])
})

test('stops running resolvers at the limit', async () => {
  const { ask, invoker } = world({ limits: { resolversPerRequest: 2 } })
  const { data, errors } = await ask(
    '{ a: service(id: "1") { id } b: service(id: "2") { id } c: service(id: "3") { id } }',
  )
  expect(data).toEqual({ a: { id: '1' }, b: { id: '2' }, c: null })
  expect(errors).toMatchObject([{ path: ['c'], errorType: 'ResolverExecutionLimitReached' }])
  expect(invoker.calls.length).toBe(2)
})

test('ends what is slow when the time of the request is over, and keeps the rest', async () => {
  const { ask } = world({
    limits: { requestTimeoutMs: 40 },
    answers: { 'Delivery Query.release': () => new Promise(() => {}) },
  })
  const { data, errors } = await ask('{ service(id: "1") { id } release(id: "r") { id } }')
  expect(data).toEqual({ service: { id: '1' }, release: null })
  expect(errors).toMatchObject([{ path: ['release'], errorType: 'ExecutionTimeout', message: 'Execution timed out.' }])
})

test('hides the schema where introspection is off, and nothing else', async () => {
  const query = '{ __schema { queryType { name } } }'
  expect(await world().ask(query)).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } })
  const { ask } = world({ limits: { introspection: false } })
  expect(await ask(query)).toMatchObject({ data: null, errors: [{ path: null }, { path: null }] })
  expect(await ask('{ service(id: "1") { __typename } }')).toEqual({ data: { service: { __typename: 'Service' } } })
})

test.each([
  ['a syntax error', '{'],
  ['an unknown field', '{ nothing }'],
  ['no operation', 'fragment F on Service { id }'],
  ['too many tokens', `{ ${'a: service(id: "1") { id } '.repeat(3_000)} }`],
])('runs nothing for %s', async (_, query) => {
  const { ask, invoker } = world()
  expect(await ask(query)).toMatchObject({ data: null, errors: [{ path: null }] })
  expect(invoker.calls).toEqual([])
})

test('runs no mutation that comes by GET', async () => {
  const { ask, invoker } = world()
  const result = await ask('mutation { rename(id: "1", name: "x") { id } }', { isReadOnly: true })
  expect(result).toMatchObject({ data: null, errors: [{ message: 'A mutation cannot be sent by GET.' }] })
  expect(invoker.calls).toEqual([])
})
