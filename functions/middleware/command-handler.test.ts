/** Who gives a command: whoever the bearer token belongs to, or the person whose token API Gateway has checked. */
import { defineOperation } from '@houston/core/operation.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { commandHandler } from './command-handler.ts'

const settings = { HOUSTON_TABLE: 'houston', HOUSTON_BUS: 'houston', AWS_REGION: 'eu-west-1' }
const before = { ...process.env }
beforeAll(() => {
  Object.assign(process.env, settings, {
    HOUSTON_TOKENS: JSON.stringify({ t0ken: { id: 'robot', roles: ['viewer'] } }),
  })
})
afterAll(() => {
  process.env = before
})

const whoAmI = /* @__PURE__ */ defineOperation(
  { name: 'test.who', summary: 'Who asks', input: z.object({}), allowedTo: ['responder', 'viewer'] },
  async ({ actor }) => actor,
)
const handler = commandHandler([whoAmI])

async function call(requestContext: object, authorization = ''): Promise<{ status: number; body: object }> {
  const event = { rawPath: '/console/commands/test/who', headers: { authorization }, body: '{}', requestContext }
  const answer = (await handler(event as never, { getRemainingTimeInMillis: () => 10_000 } as never)) as {
    statusCode: number
    body: string
  }
  return { status: answer.statusCode, body: JSON.parse(answer.body) as object }
}
const withClaims = (claims: unknown) => call({ authorizer: { jwt: { claims, scopes: null } } })

it('takes the person of a token that API Gateway has checked, with the roles of its claim', async () => {
  const ann = { kind: 'person', id: 'ann@example.com', roles: ['responder', 'releaser'] }
  const claims = { sub: 'u1', email: 'ann@example.com' }
  // A list comes through API Gateway as one text in brackets.
  expect(await withClaims({ ...claims, roles: '[responder releaser]' })).toMatchObject({ status: 200, body: ann })
  expect(await withClaims({ ...claims, roles: 'responder,releaser' })).toMatchObject({ status: 200, body: ann })
})

it('takes nobody for the owner of an address that the issuer does not vouch for', async () => {
  const claims = { sub: 'u1', email: 'ann@example.com', roles: '[viewer]' }
  expect(await withClaims({ ...claims, email_verified: 'false' })).toMatchObject({ body: { id: 'u1' } })
  expect(await withClaims({ ...claims, email_verified: false })).toMatchObject({ body: { id: 'u1' } })
  expect(await withClaims({ ...claims, email_verified: 'true' })).toMatchObject({ body: { id: 'ann@example.com' } })
})

it('refuses a person without the role, and makes nobody a part of Houston', async () => {
  expect(await withClaims({ sub: 'u1' })).toMatchObject({ status: 403 })
  expect(await withClaims({ sub: 'u1', roles: '[system]' })).toMatchObject({ status: 403 })
  expect(await withClaims({ roles: '[responder]' })).toMatchObject({
    status: 403,
    body: { code: 'command.token-unknown' },
  })
})

it('goes by the bearer token where API Gateway has checked nothing', async () => {
  expect(await call({}, 'Bearer t0ken')).toMatchObject({ status: 200, body: { id: 'robot' } })
  expect(await call({}, 'Bearer wrong')).toMatchObject({ status: 403, body: { code: 'command.token-unknown' } })
})
