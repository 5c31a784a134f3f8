/** Subscriptions: who hears which event, and how much of it. */
import type { JsonObject } from '@houston/core/json.ts'
import { expect, test } from 'vitest'
import { catalog, delivery, modes, oncall, request, type World, world } from './fixture.ts'
import type { GraphResult } from './graph-request.ts'

async function listen({ engine }: World, query: string, variables: JsonObject = {}) {
  const answer = await engine.handle(request(query, { variables }))
  if (answer.kind !== 'events') throw new Error(JSON.stringify(answer))
  const iterator = answer.events[Symbol.asyncIterator]()
  const next = async (): Promise<GraphResult> => JSON.parse(JSON.stringify((await iterator.next()).value ?? 'ended'))
  return { next, end: () => iterator.return?.() }
}

const rename = 'mutation { changed: rename(id: "s1", name: "web-new") { key: id name } }'

test('tells subscribers of a mutation, under their own names', async () => {
  const here = world()
  const { next, end } = await listen(here, 'subscription { it: renamed { called: name id } }')
  expect(await here.ask(rename)).toEqual({ data: { changed: { key: 's1', name: 'web-new' } } })
  expect(await next()).toEqual({ data: { it: { called: 'web-new', id: 's1' } } })
  await end()
  expect(here.engine.subscriptions).toBe(0)
})

test("gives no more than the mutation's caller selected, and an error where that may not be missing", async () => {
  const here = world()
  const subscriber = await listen(here, 'subscription { renamed { name } }')
  const strict = await listen(here, 'subscription { renamed { id } }')
  await here.ask('mutation { rename(id: "s1", name: "x") { name } }')
  expect(await subscriber.next()).toEqual({ data: { renamed: { name: 'x' } } })
  expect(await strict.next()).toMatchObject({ data: { renamed: null }, errors: [{ path: ['renamed', 'id'] }] })
  await here.ask('mutation { rename(id: "s1", name: "x") { id } }')
  expect(await subscriber.next()).toEqual({ data: { renamed: { name: null } } })
  expect(await strict.next()).toEqual({ data: { renamed: { id: 's1' } } })
  here.engine.close()
})

test('calls no function for more than an event holds', async () => {
  const here = world()
  const { next } = await listen(here, 'subscription { renamed { id oncall { id } } }')
  here.engine.publish('rename', { id: 's1' })
  expect(await next()).toEqual({ data: { renamed: { id: 's1', oncall: null } } })
  expect(here.invoker.calls).toEqual([])
  here.engine.close()
})

test('filters by arguments: given, null and left out', async () => {
  const here = world()
  const query = 'subscription S($id: ID) { renamed(id: $id) { name } }'
  const [all, second, none] = [
    await listen(here, query),
    await listen(here, query, { id: 's2' }),
    await listen(here, query, { id: null }),
  ]
  const told = ['s1', 's2'].map((id) => here.engine.publish('rename', { id, name: id }))
  expect(told).toEqual([
    { kind: 'published', subscribers: 1 },
    { kind: 'published', subscribers: 2 },
  ])
  expect([await all.next(), await all.next(), await second.next()]).toEqual(
    ['s1', 's2', 's2'].map((name) => ({ data: { renamed: { name } } })),
  )
  here.engine.publish('rename', { name: 'nameless' })
  expect(await none.next()).toEqual({ data: { renamed: { name: 'nameless' } } })
  here.engine.close()
})

test("asks a subscription's resolver once, and filters by what its code sets", async () => {
  const here = world()
  const { next } = await listen(here, 'subscription { filtered { name } }')
  expect(here.invoker.calls).toMatchObject([
    { event: { source: null, info: { parentTypeName: 'Subscription', fieldName: 'filtered' } } },
  ])
  expect(here.engine.publish('rename', { id: '1', name: 'api' })).toEqual({ kind: 'published', subscribers: 0 })
  here.engine.publish('rename', { id: '1', name: 'web-1' })
  expect(await next()).toEqual({ data: { filtered: { name: 'web-1' } } })
  expect(here.invoker.calls.length).toBe(1)
  here.engine.close()
})

test('opens nothing where the resolver, its filter or the access says no', async () => {
  const throwing = world({
    answers: {
      'Catalog Subscription.filtered': () => {
        throw new Error('not you')
      },
    },
  })
  expect(await throwing.ask('subscription { filtered { name } }')).toMatchObject({
    data: null,
    errors: [{ path: ['filtered'], message: 'not you', errorType: 'Lambda:Unhandled' }],
  })
  const filters = { 'Subscription.filtered': () => ({ filterGroup: 1 }) }
  const wrong = world({ sources: [{ ...catalog, filters }, delivery, oncall] })
  expect(await wrong.ask('subscription { filtered { name } }')).toMatchObject({
    errors: [{ errorType: 'InvalidSubscriptionFilter' }],
  })
  const denied = world({
    authenticate: async () => ({
      kind: 'caller',
      caller: { mode: modes.primary, groups: [], deniedFields: ['Subscription.renamed'], identity: null },
    }),
  })
  expect(await denied.ask('subscription { renamed { name } }')).toMatchObject({
    errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access renamed on type Subscription' }],
  })
  expect([throwing, wrong, denied].map(({ engine }) => engine.subscriptions)).toEqual([0, 0, 0])
})

test('refuses events that are too large or of no mutation', () => {
  const { engine } = world()
  expect(engine.publish('rename', { id: 'x'.repeat(240 * 1024) })).toMatchObject({
    kind: 'refused',
    reason: 'payload-too-large',
  })
  expect(engine.publish('nothing', {})).toEqual({ kind: 'refused', reason: 'unknown-mutation' })
})

test('ends a subscriber that is too slow with a reason, after what it was sent', async () => {
  const here = world({ limits: { eventsPerSubscription: 1 } })
  const { next } = await listen(here, 'subscription { renamed { name } }')
  here.engine.publish('rename', { name: 'first' })
  here.engine.publish('rename', { name: 'second' })
  expect(here.engine.subscriptions).toBe(0)
  expect(await next()).toEqual({ data: { renamed: { name: 'first' } } })
  expect(await next()).toMatchObject({ errors: [{ errorType: 'SubscriptionTooSlow' }] })
  expect(await next()).toBe('ended')
})

test('takes no more subscriptions than its limit', async () => {
  const here = world({ limits: { subscriptions: 1 } })
  const { end } = await listen(here, 'subscription { renamed { name } }')
  const refused = { errors: [{ errorType: 'MaxSubscriptionsReachedError' }] }
  expect(await here.ask('subscription { renamed { name } }')).toMatchObject(refused)
  await end()
  await listen(here, 'subscription { renamed { name } }')
  here.engine.close()
})

test('tells nobody of a mutation that gave nothing', async () => {
  const here = world({ answers: { 'Catalog Mutation.rename': () => null } })
  const { next } = await listen(here, 'subscription { renamed { name } }')
  await here.ask(rename)
  here.engine.close()
  expect(await next()).toBe('ended')
})
