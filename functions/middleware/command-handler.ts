/** `POST /commands/<noun>/<verb>`: a bearer token names the actor, the body is the operation's input; under `/console`, a person's own token does. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Actor, roleSchema } from '@houston/core/actor.ts'
import { defineError } from '@houston/core/error.ts'
import type { AnyOperation } from '@houston/core/operation.ts'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod'
import { answer, header, jsonBody, rawBody, refusal } from './http.ts'
import { personFromClaims } from './identity.ts'
import { readSettings } from './settings.ts'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

const tokensSchema = z.record(
  z.string(),
  z.object({
    id: z.string(),
    roles: z.array(roleSchema.exclude(['system'])),
    /** A service's token reports what the service found; it approves nothing. */
    kind: z.enum(['person', 'service']).default('person'),
  }),
)

export const tokenUnknown = defineError(
  'command.token-unknown',
  'denied',
  'The bearer token is missing or not known.',
  () => ({
    message: 'The request has no bearer token that Houston knows.',
    wayOut: 'Send `Authorization: Bearer <token>`; the local token stands in .houston/token.',
  }),
)
export const commandUnknown = defineError(
  'command.unknown',
  'missing',
  'No operation has that name.',
  (name: string) => ({
    message: `There is no command ${name}.`,
    wayOut: 'docs/generated/operations.md lists them.',
  }),
)

/** Only API Gateway writes the context: nothing that a caller sends gets into it. */
type CommandEvent = APIGatewayProxyEventV2 & {
  readonly requestContext: { readonly authorizer?: { readonly jwt?: { readonly claims: unknown } } }
}

/** One handler per noun: only the operations it is given can be called through it. */
export function commandHandler(operations: readonly AnyOperation[]) {
  return stack(async (event: CommandEvent) => {
    try {
      const actor = actorOf(event)
      const name = event.rawPath.split('/').slice(-2).join('.')
      const operation = operations.find((candidate) => candidate.name === name)
      if (operation === undefined) throw commandUnknown(name)
      return answer(200, (await operation(contextFor(log, { actor }), jsonBody(rawBody(event)) as never)) ?? {})
    } catch (error) {
      return refusal(error)
    }
  })
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The person whose token API Gateway's authorizer has checked, on its own routes; else whoever the bearer token belongs to. */
function actorOf(event: CommandEvent): Actor {
  const { authorizer } = event.requestContext
  if (authorizer?.jwt === undefined) return actorOfToken(header(event, 'authorization'))
  const person = personFromClaims(authorizer.jwt.claims)
  if (person === undefined) throw tokenUnknown()
  return person
}

/** Digests have one length, so the comparison takes one time, whatever token was offered. */
function actorOfToken(authorization: string): Actor {
  const offered = digest(/^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '')
  let found: Actor | undefined
  for (const [token, { id, roles, kind }] of Object.entries(
    tokensSchema.parse(JSON.parse(readSettings().HOUSTON_TOKENS)),
  )) {
    if (timingSafeEqual(digest(token), offered)) found = { kind, id, roles }
  }
  if (found === undefined) throw tokenUnknown()
  return found
}
