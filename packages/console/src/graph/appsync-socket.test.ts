/** The client of AppSync's web sockets against a server that keeps to AWS's protocol, and against one that does not. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FakeAppSync } from '../../../../test/harness/fake-appsync.ts'
import { listenByAppSync } from './appsync-socket.ts'

let server: FakeAppSync
beforeEach(async () => {
  server = await FakeAppSync.start({ isKnown: (token) => token === 'good' })
})
afterEach(() => server.stop())

function listen(token = 'good') {
  const heard: unknown[] = []
  const away = new AbortController()
  const opened = Promise.withResolvers<void>()
  const ended = listenByAppSync({
    realtime: server.realtime,
    graph: server.graph,
    token,
    query: 'subscription { changed { id } }',
    signal: away.signal,
    onOpen: () => opened.resolve(),
    hear: (data) => heard.push(data),
  })
  return { heard, away, opened: opened.promise, ended }
}

it('hears what is published once the server took the subscription, and ends it when asked to', async () => {
  const { heard, away, opened, ended } = listen()
  await opened
  server.publish({ changed: { id: 'rel_1' } })
  server.keepAlive()
  server.publish({ changed: { id: 'rel_2' } })
  await server.delivered()
  expect(heard).toEqual([{ changed: { id: 'rel_1' } }, { changed: { id: 'rel_2' } }])
  away.abort()
  await ended
  await server.until(() => server.stopped === 1)
  expect(server.violations).toEqual([])
})

it('is refused with a token that nobody gave', async () => {
  await expect(listen('bad').ended).rejects.toThrow(/connection_error.*Unauthorized/)
})

it('fails when the line breaks, so that whoever listens tries again', async () => {
  const { opened, ended } = listen()
  await opened
  server.drop()
  await expect(ended).rejects.toThrow(/the connection (was closed|failed)/)
})

it('fails when the server refuses the subscription', async () => {
  server.refuseStart = 'MaxSubscriptionsReachedError'
  await expect(listen().ended).rejects.toThrow(/MaxSubscriptionsReachedError/)
})

it('takes a server for gone that is silent for longer than it said', async () => {
  server.timeoutMs = 50
  const { opened, ended } = listen()
  await opened
  await expect(ended).rejects.toThrow('silent for 50 ms')
})
