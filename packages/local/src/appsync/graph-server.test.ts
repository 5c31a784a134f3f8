/** The graph over HTTP. */
import { afterEach, expect, test } from 'vitest'
import { bearerToken } from './authorizer.ts'
import { identity, modes, type World, world } from './fixture.ts'
import { type GraphServer, startGraphServer } from './graph-server.ts'

let server: GraphServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function start(): Promise<World & { url: string }> {
  const here = world({ authenticate: bearerToken({ token: 't0ken', mode: modes.primary, identity }) })
  server = await startGraphServer(here.engine)
  return { ...here, url: server.url }
}

const post = (url: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer t0ken', ...headers },
    body: JSON.stringify(body),
  })

test('answers queries and carries the headers to the function', async () => {
  const { url, invoker } = await start()
  const query = 'query($id: ID!) { service(id: $id) { id nothing: secret } }'
  const response = await post(url, { query, variables: { id: 's1' } }, { 'x-amzn-trace-id': 'Root=1', cookie: 'a=b' })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    data: { service: { id: 's1', nothing: null } },
    errors: [
      {
        path: ['service', 'nothing'],
        data: null,
        errorType: 'Unauthorized',
        errorInfo: null,
        locations: [{ line: 1, column: 41, sourceName: null }],
        message: 'Not Authorized to access secret on type Service',
      },
    ],
  })
  const headers = expect.objectContaining({ 'x-amzn-trace-id': 'Root=1', authorization: 'Bearer t0ken' })
  expect(invoker.calls[0]?.event).toMatchObject({ identity, request: { headers } })
  expect(JSON.stringify(invoker.calls)).not.toContain('a=b')
})

test('answers what is wrong with a query with status 200, as AppSync does', async () => {
  const { url } = await start()
  const response = await post(url, { query: '{ nothing }' })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    data: null,
    errors: [{ path: null, locations: [{ line: 1, column: 3 }] }],
  })
})

test('refuses strangers with 401 and lets no other site read', async () => {
  const { url, invoker } = await start()
  const response = await post(
    url,
    { query: '{ people { id } }' },
    { authorization: 'Bearer wrong', origin: 'https://evil.example' },
  )
  expect(response.status).toBe(401)
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(await response.json()).toEqual({
    errors: [
      {
        path: null,
        locations: null,
        errorType: 'UnauthorizedException',
        message: 'You are not authorized to make this call.',
      },
    ],
  })
  expect(invoker.calls).toEqual([])
})

test('sends a browser to the console’s page of the graph', async () => {
  const { url } = await start()
  const response = await fetch(url, { headers: { accept: 'text/html' }, redirect: 'manual' })
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/graph')
})

test('sends events to a subscriber and forgets one that goes', async () => {
  const { url, engine } = await start()
  const away = new AbortController()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer t0ken' },
    body: JSON.stringify({ query: 'subscription { renamed { name } }' }),
    signal: away.signal,
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  await expect.poll(() => engine.subscriptions).toBe(1)
  engine.publish('rename', { name: 'web' })
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    if (text.includes('data:')) break
  }
  expect(text).toContain('event: next\ndata: {"data":{"renamed":{"name":"web"}}}\n\n')
  away.abort()
  await expect.poll(() => engine.subscriptions).toBe(0)
})

test('ends the streams of its subscribers when it closes', async () => {
  const { url, engine } = await start()
  const response = await post(url, { query: 'subscription { renamed { name } }' }, { accept: 'text/event-stream' })
  await expect.poll(() => engine.subscriptions).toBe(1)
  engine.close()
  expect(await response.text()).toContain('event: complete')
})
