/** The graph's engine over three small sources: what functions are sent, what callers get, and what fails alone. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { identity, member, modes, oncall, request, sources, world } from './fixture.ts'
import { GraphEngine } from './graph-engine.ts'
import { mergeSources } from './merge.ts'

test("sends AppSync's whole context to a function", async () => {
  const { ask, invoker } = world()
  const query = 'query Q($id: ID!) { service(id: $id) { title: name ...F parent { id } } } fragment F on Service { id }'
  await ask(query, { variables: { id: 's1' } })
  expect(invoker.calls[0]).toEqual({
    name: 'Catalog',
    event: {
      arguments: { id: 's1' },
      identity,
      source: null,
      request: { headers: { host: 'localhost', 'x-twice': ['1', '2'] }, domainName: null },
      prev: null,
      info: {
        fieldName: 'service',
        parentTypeName: 'Query',
        variables: { id: 's1' },
        selectionSetList: ['title', 'id', 'parent', 'parent/id'],
        selectionSetGraphQL: '{\n  title: name\n  ...F\n  parent {\n    id\n  }\n}',
      },
      stash: {},
    },
  })
  expect(invoker.calls[1]).toMatchObject({
    event: { source: { id: 's1', name: 'web-s1' }, info: { parentTypeName: 'Service' } },
  })
})

test('sends the same members as a recorded event of AppSync', async () => {
  const file = new URL('../../../../test/fixtures/appsync/powertools-appSyncDirectResolver.json', import.meta.url)
  const recorded = JSON.parse(readFileSync(file, 'utf8'))
  const { ask, invoker } = world()
  await ask('{ service(id: "1") { id } }')
  const sent = invoker.calls[0]?.event as typeof recorded
  expect(Object.keys(sent).sort()).toEqual(Object.keys(recorded).sort())
  expect(Object.keys(sent.info).sort()).toEqual(Object.keys(recorded.info).sort())
})

test('puts siblings into batches of the size given, in order', async () => {
  const { ask, invoker } = world()
  const result = await ask('{ services { id releases { id } oncall { id } } }')
  expect(result).toEqual({
    data: {
      services: ['s0', 's1', 's2'].map((id) => ({ id, releases: [{ id: `rel-${id}` }], oncall: { id: 'ann' } })),
    },
  })
  const sizes = invoker.calls.map(({ name, event }) => [name, Array.isArray(event) ? event.length : 0])
  expect(sizes).toEqual([
    ['Catalog', 0],
    ['Delivery', 2],
    ['Delivery', 1],
    ['Oncall', 3],
  ])
})

test('gives each item of a batch its own error, with its data', async () => {
  const { ask } = world({
    answers: {
      'Delivery Service.releases': () => [
        { data: [{ id: 'r', weight: 1 }], errorMessage: 'half of it', errorType: 'Partial' },
        null,
      ],
      'Oncall Service.oncall': () => [
        { errorMessage: 'no', errorType: 'UnauthorizedException' },
        { data: { id: 'bob' } },
      ],
    },
  })
  const result = await ask('{ services(first: 2) { releases { name: id } oncall { id } } }')
  expect(result.data).toEqual({
    services: [
      { releases: null, oncall: null },
      { releases: null, oncall: { id: 'bob' } },
    ],
  })
  expect(result.errors).toEqual([
    {
      path: ['services', 0, 'releases'],
      data: [{ name: 'r' }],
      errorType: 'Partial',
      errorInfo: null,
      locations: [{ line: 1, column: 24, sourceName: null }],
      message: 'half of it',
    },
    expect.objectContaining({
      path: ['services', 0, 'oncall'],
      data: null,
      errorType: 'UnauthorizedException',
      message: 'You are not authorized to make this call.',
    }),
  ])
})

test.each([
  ['too short', []],
  ['no list', { data: 1 }],
])('fails every item of a batch whose answer is %s', async (_, answer) => {
  const { ask } = world({ answers: { 'Oncall Service.oncall': () => answer } })
  const { data, errors } = await ask('{ services(first: 2) { id oncall { id } } }')
  expect(data).toEqual({
    services: [
      { id: 's0', oncall: null },
      { id: 's1', oncall: null },
    ],
  })
  expect(errors?.map(({ path }) => path)).toEqual([
    ['services', 0, 'oncall'],
    ['services', 1, 'oncall'],
  ])
})

test('answers everything else while one source is down', async () => {
  const { engine, ask } = world({
    sources: sources.map((one) => (one === oncall ? { ...one, functionName: 'Gone' } : one)),
  })
  const { data, errors } = await ask('{ services(first: 1) { id releases { id } oncall { id } } people { id } }')
  expect(data).toEqual({ services: [{ id: 's0', releases: [{ id: 'rel-s0' }], oncall: null }], people: null })
  expect(errors?.map(({ path, errorType }) => [path, errorType])).toEqual([
    [['people'], 'Lambda:Unhandled'],
    [['services', 0, 'oncall'], 'Lambda:Unhandled'],
  ])
  engine.close()
})

test('reports what a function throws on its field', async () => {
  const { ask } = world({
    answers: {
      'Catalog Query.service': () => {
        throw new TypeError('boom')
      },
    },
  })
  expect(await ask('{ service(id: "1") { id } }')).toEqual({
    data: { service: null },
    errors: [
      {
        path: ['service'],
        data: null,
        errorType: 'Lambda:Unhandled',
        errorInfo: null,
        locations: [{ line: 1, column: 3, sourceName: null }],
        message: 'boom',
      },
    ],
  })
})

test('takes a missing value up to the nearest field that may be null', async () => {
  const { ask } = world()
  const { data, errors } = await ask('{ service(id: "1") { id strict { id } } release(id: "r") { id } }')
  expect(data).toEqual({ service: null, release: { id: 'r' } })
  expect(errors).toEqual([
    {
      path: ['service', 'strict'],
      locations: [{ line: 1, column: 25, sourceName: null }],
      message: "Cannot return null for non-nullable type: 'Release' within parent 'Service' (/service/strict)",
    },
  ])
})

test('reads AWSJSON in as a value and out as text', async () => {
  const { ask, invoker } = world()
  const { data } = await ask('{ echo(json: "{\\"a\\": [1]}", at: "2026-01-02T03:04Z") }')
  expect(invoker.calls[0]?.event).toMatchObject({ arguments: { json: { a: [1] }, at: '2026-01-02T03:04Z' } })
  expect(data).toEqual({ echo: '{"a":[1]}' })
})

test('refuses values that a scalar does not take, both ways', async () => {
  const { ask } = world()
  const input = await ask('{ echo(at: "yesterday") }')
  expect(input.data).toBeNull()
  expect(input.errors).toMatchObject([{ path: null }])
  const output = await ask('{ people { id phone } }')
  expect(output.data).toEqual({ people: [{ id: 'ann', phone: null }] })
  expect(output.errors?.[0]?.message).toBe(
    "Can't serialize value (/people/0/phone) : Unable to serialize `nonsense` as a valid Phone Object.",
  )
})

test('tells of an interface only what its types share', async () => {
  const { ask, invoker } = world()
  const { data } = await ask('{ thing(id: "1") { id ... on Host { name } } }')
  expect(data).toEqual({ thing: { id: '1', name: 'web-1' } })
  expect(invoker.calls[0]?.event).toMatchObject({ info: { selectionSetList: ['id'] } })
})

test('denies a field, not its siblings, to a caller without the group', async () => {
  const query = '{ service(id: "1") { id secret } }'
  const { data, errors } = await world().ask(query)
  expect(data).toEqual({ service: { id: '1', secret: null } })
  expect(errors).toMatchObject([
    {
      path: ['service', 'secret'],
      errorType: 'Unauthorized',
      message: 'Not Authorized to access secret on type Service',
    },
  ])
  expect(await world({ authenticate: member('admin') }).ask(query)).toEqual({
    data: { service: { id: '1', secret: 'hush' } },
  })
})

test('keeps what an error brings from callers who may not read it', async () => {
  const { ask } = world({
    answers: { 'Delivery Service.releases': () => [{ errorMessage: 'no', data: [{ id: 'r', weight: 9 }] }] },
  })
  const { errors } = await ask('{ service(id: "1") { releases { id } } }')
  expect(errors).toMatchObject([{ data: [{ id: 'r' }] }])
  expect(JSON.stringify(errors)).not.toContain('9')
})

test('does not call the resolver of a denied field', async () => {
  const authenticate = async () =>
    ({
      kind: 'caller',
      caller: { mode: modes.primary, groups: [], deniedFields: ['Query.service'], identity: null },
    }) as const
  const { ask, invoker } = world({ authenticate })
  expect(await ask('{ service(id: "1") { id } }')).toMatchObject({
    data: { service: null },
    errors: [{ errorType: 'Unauthorized' }],
  })
  expect(invoker.calls).toEqual([])
})

test('refuses a plan that would pass over what it says', () => {
  const { schema } = mergeSources(sources, modes)
  const facts = { schema, ...{ invoker: world().invoker, authenticate: member(), log: console as never } }
  const wrong = [{ 'Service.releases': 2_001 }, { 'Service.nothing': 1 }, { 'Service.releases': 1.5 }]
  for (const batchSizes of wrong)
    expect(() => new GraphEngine({ ...facts, sources: sources.map((one) => ({ ...one, batchSizes })) })).toThrow(
      expect.objectContaining({ code: 'graph.plan-invalid' }),
    )
})

test('answers an unknown caller without running anything', async () => {
  const { engine, invoker } = world({ authenticate: async () => ({ kind: 'refused', reason: 'no token' }) })
  expect(await engine.handle(request('{ people { id } }'))).toEqual({
    kind: 'unauthorized',
    result: {
      errors: [
        expect.objectContaining({
          errorType: 'UnauthorizedException',
          message: 'You are not authorized to make this call.',
        }),
      ],
    },
  })
  expect(invoker.calls).toEqual([])
})
