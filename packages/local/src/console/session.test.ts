import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Sessions, sessionKey } from './session.ts'

let server: Server
let url: string
const before = process.env.HOUSTON_TOKENS
const console = { 'x-houston-console': '1' }

beforeAll(async () => {
  process.env.HOUSTON_TOKENS = JSON.stringify({ t0ken: { id: 'ann', roles: ['viewer'] } })
  const sessions = new Sessions({ secret: 'hush' })
  server = createServer((request, response) => {
    sessions.admit(request)
    if (request.url?.startsWith('/session')) void sessions.answer(request, response)
    else response.end(request.headers.authorization ?? 'nobody')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  process.env.HOUSTON_TOKENS = before
  server.close()
})

const enter = async (key: string): Promise<Response> => fetch(`${url}/session?key=${key}`, { redirect: 'manual' })
const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const ask = async (headers: Record<string, string>): Promise<string> =>
  (await fetch(`${url}/commands`, { headers })).text()

it('lets in whoever comes with the key of a token, by a cookie that no script can read', async () => {
  const response = await enter(sessionKey('t0ken'))
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/')
  expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/)
  expect(response.headers.get('set-cookie')).not.toContain('t0ken')
  expect(await ask({ ...console, cookie: cookieOf(response) })).toBe('Bearer t0ken')
  expect((await enter('nonsense')).headers.get('set-cookie')).toBeNull()
})

it('counts the cookie only beside the console’s own header, and never for another site', async () => {
  const cookie = cookieOf(await enter(sessionKey('t0ken')))
  expect(await ask({ cookie })).toBe('nobody')
  expect(await ask({ ...console, cookie, origin: 'https://evil.example' })).toBe('nobody')
  expect(await ask({ ...console, cookie, 'sec-fetch-site': 'cross-site' })).toBe('nobody')
  expect(await ask({ ...console, cookie, authorization: 'Bearer own' })).toBe('Bearer own')
})

it('takes no cookie that was changed, is over, or stands for a token that is gone', async () => {
  const cookie = cookieOf(await enter(sessionKey('t0ken')))
  const [name, value = ''] = cookie.split('=')
  const [, digest, signature] = value.split('.')
  expect(await ask({ ...console, cookie: `${name}=99999999999.${digest}.${signature}` })).toBe('nobody')
  expect(await ask({ ...console, cookie: `${name}=` })).toBe('nobody')
  process.env.HOUSTON_TOKENS = '{}'
  expect(await ask({ ...console, cookie })).toBe('nobody')
  process.env.HOUSTON_TOKENS = JSON.stringify({ t0ken: { id: 'ann', roles: ['viewer'] } })
})

it('signs in by a token and out again, and says who is there', async () => {
  const post = (token: string, headers: Record<string, string> = console): Promise<Response> =>
    fetch(`${url}/session`, { method: 'POST', headers, body: JSON.stringify({ token }) })
  expect((await post('wrong')).status).toBe(401)
  expect((await post('t0ken', {})).status).toBe(403)
  const response = await post('t0ken')
  expect(await response.json()).toEqual({ id: 'ann', roles: ['viewer'] })
  const cookie = cookieOf(response)
  expect(await (await fetch(`${url}/session`, { headers: { cookie } })).json()).toEqual({
    id: 'ann',
    roles: ['viewer'],
  })
  const out = await fetch(`${url}/session`, { method: 'DELETE', headers: { ...console, cookie } })
  expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/)
})
