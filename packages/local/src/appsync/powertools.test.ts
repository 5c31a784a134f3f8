/** The graph with functions that are built on Powertools' resolver, as the deployed ones are. */
import { AppSyncGraphQLResolver } from '@aws-lambda-powertools/event-handler/appsync-graphql'
import type { Json } from '@houston/core/json.ts'
import { silentLog } from '@houston/core/port/log.ts'
import { expect, test } from 'vitest'
import type { Invoker } from '../invoker.ts'
import { member, modes } from './fixture.ts'
import { GraphEngine } from './graph-engine.ts'
import type { GraphSource } from './graph-plan.ts'
import { mergeSources } from './merge.ts'

const app = new AppSyncGraphQLResolver({ logger: { ...silentLog } as never })
app.onQuery('services', async () => [{ id: 'a' }, { id: 'b' }])
app.onQuery('broken', async () => {
  throw new Error('down')
})
app.batchResolver(async (events) => events.map(({ source }) => ({ data: `owner of ${source?.id}` })), {
  fieldName: 'owner',
  typeName: 'Service',
})

const source: GraphSource = {
  name: 'catalog',
  functionName: 'Catalog',
  sdl: 'type Query { services: [Service] broken: Service } type Service { id: ID! owner: String }',
  resolvers: ['Query.services', 'Query.broken', 'Service.owner'],
  batchSizes: { 'Service.owner': 10 },
}

const invoker: Invoker = {
  invoke: async (_, event) => ({
    kind: 'returned',
    payload: ((await app.resolve(event, {} as never)) ?? null) as Json,
  }),
}

const ask = async (query: string) => {
  const { schema } = mergeSources([source], modes)
  const engine = new GraphEngine({ schema, sources: [source], invoker, authenticate: member(), log: silentLog })
  const answer = await engine.handle({ query, headers: {}, sourceIp: '127.0.0.1' })
  return answer.kind === 'events' ? undefined : JSON.parse(JSON.stringify(answer.result))
}

test('takes our events for those of AppSync, one by one and in batches', async () => {
  expect(await ask('{ services { id owner } }')).toEqual({
    data: {
      services: [
        { id: 'a', owner: 'owner of a' },
        { id: 'b', owner: 'owner of b' },
      ],
    },
  })
})

// Powertools turns what a resolver throws into data, `{ error }`: a function must throw it again after `resolve`.
test('shows an error that Powertools swallowed as AppSync would: as data without its fields', async () => {
  expect(await ask('{ broken { id } }')).toMatchObject({
    data: { broken: null },
    errors: [{ message: "Cannot return null for non-nullable type: 'ID' within parent 'Service' (/broken/id)" }],
  })
})
