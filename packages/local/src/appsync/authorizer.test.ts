/** Callers: bearer tokens and Lambda authorizers, by AppSync's recorded request and answer. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type AuthorizerRequest, bearerToken, firstOf, invokedAuthorizer, lambdaAuthorizer } from './authorizer.ts'
import { request } from './fixture.ts'

const recorded = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const event = recorded('../../../../test/fixtures/appsync/powertools-appSyncAuthorizerEvent.json')
const response = recorded('../../../../test/fixtures/appsync/powertools-appSyncAuthorizerResponse.json')

const asked = request(event.requestContext.queryString, {
  operationName: event.requestContext.operationName,
  variables: event.requestContext.variables,
  headers: { authorization: event.authorizationToken },
})
const facts = {
  apiId: event.requestContext.apiId,
  accountId: event.requestContext.accountId,
  newRequestId: () => event.requestContext.requestId,
}

test("asks a Lambda authorizer in AppSync's words and takes its answer", async () => {
  const seen: AuthorizerRequest[] = []
  const authenticate = lambdaAuthorizer({
    ...facts,
    authorize: async (given) => {
      seen.push(given)
      return response
    },
  })
  expect(await authenticate(asked)).toEqual({
    kind: 'caller',
    caller: {
      mode: 'AWS_LAMBDA',
      groups: [],
      deniedFields: response.deniedFields,
      identity: { resolverContext: response.resolverContext },
    },
  })
  expect(seen).toEqual([{ ...event, requestHeaders: { authorization: event.authorizationToken } }])
})

test.each([
  ['says no', { isAuthorized: false }],
  ['says nothing', null],
  ['says it in a text', { isAuthorized: 'true' }],
  ['brings nested context', { isAuthorized: true, resolverContext: { roles: ['admin'] } }],
])('refuses where the authorizer %s', async (_, answer) => {
  expect(await lambdaAuthorizer({ ...facts, authorize: async () => answer })(asked)).toMatchObject({ kind: 'refused' })
})

test('refuses where the authorizer fails, is late or is not there, and without a token', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('down')
  }
  const all = [
    lambdaAuthorizer({ ...facts, authorize: failing }),
    lambdaAuthorizer({ ...facts, authorize: () => new Promise(() => {}), timeoutMs: 10 }),
    lambdaAuthorizer({ ...facts, authorize: invokedAuthorizer({ invoke: failing }, 'Gone') }),
  ]
  for (const authenticate of all) expect(await authenticate(asked)).toMatchObject({ kind: 'refused' })
  const open = lambdaAuthorizer({ ...facts, authorize: async () => ({ isAuthorized: true }) })
  expect(await open(request('{ a }'))).toEqual({ kind: 'refused', reason: 'no token' })
})

test('knows its own bearer token and no other', async () => {
  const authenticate = bearerToken({ token: 't0ken', mode: 'API_KEY', identity: null })
  const given = (authorization: string) => authenticate(request('{ a }', { headers: { authorization } }))
  expect(await given('Bearer t0ken')).toMatchObject({ kind: 'caller', caller: { mode: 'API_KEY' } })
  for (const wrong of ['Bearer t0ke', 'Bearer t0ken2', 't0ken', 'Basic t0ken', 'Bearer '])
    expect(await given(wrong)).toMatchObject({ kind: 'refused' })
})

test('takes the first that knows the caller', async () => {
  const some = firstOf(
    bearerToken({ token: 'a', mode: 'API_KEY', identity: null }),
    bearerToken({ token: 'b', mode: 'AWS_IAM', identity: null }),
  )
  const given = (authorization: string) => some(request('{ a }', { headers: { authorization } }))
  expect(await given('Bearer b')).toMatchObject({ caller: { mode: 'AWS_IAM' } })
  expect(await given('Bearer c')).toEqual({ kind: 'refused', reason: 'no valid bearer token; no valid bearer token' })
})
