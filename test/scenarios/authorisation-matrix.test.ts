/** Every operation, each role and every entry point: who may call what is what the declarations say, and nothing else. */
import { roles as allRoles, type Role } from '@houston/core/actor.ts'
import { type AnyOperation, declaredOperations } from '@houston/core/operation.ts'
import { expect } from 'vitest'
import { topology } from '../../infra/topology.ts'
import type { Houston } from '../harness/houston.ts'
import { scenario } from '../harness/scenario.ts'

const roles = allRoles.filter((role): role is Exclude<Role, 'system'> => role !== 'system')
const routesOf = (caller: string) => topology.routes.filter((route) => route.caller === caller)
const commandNouns = new Set(routesOf('token').map(({ path }) => path.split('/')[2]))

/** Called by webhooks and handlers of events under an actor of their own, and offered to no caller. */
const notOffered: ReadonlySet<string> = new Set([
  'alert.receive',
  'correlation.finish-change',
  'correlation.note-change',
  'pipeline.request-release',
  'review.take-ticket',
])

/** What the caller is told: `denied`, `unknown` (not offered here) or `heard` (it got as far as its input, or further). */
async function answerTo(houston: Houston, { name }: AnyOperation, role: Exclude<Role, 'system'>): Promise<string> {
  const { status, body } = await houston.command<{ code?: string }>(name, {}, { roles: [role] })
  if (status === 403 && body.code === 'operation.denied') return 'denied'
  if (status === 404 && body.code === 'command.unknown') return 'unknown'
  return 'heard'
}

scenario('a command is heard from the roles that it names, and from nobody else', async (houston) => {
  const operations = declaredOperations().filter(({ name }) => commandNouns.has(name.split('.')[0]))
  expect(operations.length).toBeGreaterThan(20)
  const wrong: string[] = []
  for (const operation of operations) {
    const isForPeople = operation.allowedTo.some((role) => role !== 'system')
    for (const role of roles) {
      const answer = await answerTo(houston, operation, role)
      const mayCall = operation.allowedTo.includes(role)
      // What Houston's own handlers call is not offered at all; what people may call is denied to the others.
      const right = notOffered.has(operation.name)
        ? ['unknown']
        : mayCall
          ? ['heard']
          : isForPeople
            ? ['denied']
            : ['unknown', 'denied']
      if (!right.includes(answer)) wrong.push(`${operation.name} as ${role}: ${answer}, not ${right.join(' or ')}`)
    }
  }
  expect(wrong).toEqual([])
  // Operations without required fields do run: what they say about an empty Houston is no matter here.
  houston.logs.allow(/./)
})

scenario('without a token that Houston knows, every command is refused before it is looked for', async (houston) => {
  for (const authorization of ['', 'Bearer ', 'Bearer nobody', 'Basic YWRtaW46YWRtaW4=', 'token-of-admin']) {
    for (const { path, method } of routesOf('token').filter((route) => route.path.startsWith('/commands/'))) {
      const answer = await houston.request<{ code?: string }>(path.replace(/\{\w+\}/, 'list'), {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      })
      expect([path, authorization, answer.status, answer.body.code]).toEqual([
        path,
        authorization,
        403,
        'command.token-unknown',
      ])
    }
  }
})

scenario('a webhook without its signature or token is refused', async (houston) => {
  const webhooks = topology.routes.filter(({ path }) => path.startsWith('/webhooks/'))
  expect(webhooks.length).toBeGreaterThan(4)
  for (const { path: pattern, method } of webhooks) {
    const path = pattern.replaceAll(/\{\w+\}/g, 'any')
    const { status } = await houston.request(path, { method, headers: {}, ...(method === 'POST' && { body: '{}' }) })
    expect([path, status]).toEqual([path, 403])
  }
})
