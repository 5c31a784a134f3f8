/** A graphlet's Lambda: Powertools' resolver over fields that are declared once, with who may read them and AppSync's own errors. */
import { AppSyncGraphQLResolver } from '@aws-lambda-powertools/event-handler/appsync-graphql'
import { type Actor, actorName, type Role } from '@houston/core/actor.ts'
import type { Context } from '@houston/core/context.ts'
import { defineError, HoustonError } from '@houston/core/error.ts'
import { outward } from '@houston/core/error-map.ts'
import type { AppSyncResolverEvent } from 'aws-lambda'
import { actorOf } from './identity.ts'
import { log, logger, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

export const fieldDenied = defineError(
  'graph.field-denied',
  'denied',
  'The caller holds none of the roles that a field of the graph needs.',
  (field: string, actor: Actor, allowed: readonly Role[]) => ({
    message: `${actorName(actor)} may not read ${field}: it needs one of ${allowed.join(', ')}.`,
    wayOut: 'Ask an admin for the role, or leave the field out.',
  }),
)

/** Whoever holds a role at all. */
export const readers: readonly Role[] = ['viewer', 'responder', 'releaser', 'admin']
/** Houston's own callers: the SDL lets nobody else in than IAM, whose callers hold the reader's role. */
export const machines: readonly Role[] = ['viewer']
/** Anybody: fields that hold nothing to hide. */
export const everybody = 'everybody'
type Allowed = readonly Role[] | typeof everybody

export interface Row<Source, Args = unknown> {
  readonly source: Source
  readonly args: Args
}

/** A field that is resolved for one parent. */
export interface OneField {
  readonly kind: 'one'
  readonly allowedTo: Allowed
  run(ctx: Context, args: never, source: never): Promise<unknown>
}

/** A field that is resolved for many parents at once; a row whose result is an error fails alone. */
export interface ManyField {
  readonly kind: 'many'
  readonly allowedTo: Allowed
  run(ctx: Context, rows: never): Promise<readonly unknown[]>
}

export const field = <Args, Result>(
  run: (ctx: Context, args: Args) => Promise<Result>,
  allowedTo: Allowed = readers,
): OneField => ({ kind: 'one', allowedTo, run })

export const edge = <Source, Result, Args = unknown>(
  run: (ctx: Context, rows: readonly Row<Source, Args>[]) => Promise<readonly (Result | Error)[]>,
  allowedTo: Allowed = readers,
): ManyField => ({ kind: 'many', allowedTo, run })

/** By type and field. */
export type GraphFields = Readonly<Record<string, Readonly<Record<string, OneField | ManyField>>>>

type ResolverEvent = AppSyncResolverEvent<Record<string, unknown>, Record<string, unknown> | null>

export function graphHandler(fields: GraphFields) {
  const handler = stack(async (event: ResolverEvent | ResolverEvent[], context): Promise<unknown> => {
    // One resolver for each call: what a field throws must reach AppSync, and Powertools would answer it as data.
    const failure: { thrown?: unknown } = {}
    const result = await resolverOf(fields, failure).resolve(event, context)
    if ('thrown' in failure) throw graphError(failure.thrown)
    return result
  })
  /** For the test that compares them with the topology and the schema. */
  return Object.assign(handler, { fields })
}

function resolverOf(fields: GraphFields, failure: { thrown?: unknown }): AppSyncGraphQLResolver {
  const resolver = new AppSyncGraphQLResolver({ logger })
  for (const [typeName, ofType] of Object.entries(fields)) {
    for (const [fieldName, declared] of Object.entries(ofType)) {
      const place = { typeName, fieldName }
      if (declared.kind === 'many')
        resolver.batchResolver(async (events) => answerMany(declared, events as ResolverEvent[]), place)
      else
        resolver.resolver(async (_, { event }) => {
          try {
            return await answerOne(declared, event as ResolverEvent)
          } catch (error) {
            failure.thrown = error
            return null
          }
        }, place)
    }
  }
  return resolver
}

function contextOf({ allowedTo }: OneField | ManyField, { identity, info, request }: ResolverEvent): Context {
  const actor = actorOf(identity)
  if (allowedTo !== everybody && !actor.roles.some((role) => allowedTo.includes(role)))
    throw fieldDenied(`${info.parentTypeName}.${info.fieldName}`, actor, allowedTo)
  return contextFor(log, { actor, correlationId: request?.headers['x-correlation-id'] })
}

const answerOne = (declared: OneField, event: ResolverEvent): Promise<unknown> =>
  declared.run(contextOf(declared, event), event.arguments as never, event.source as never)

/** AppSync's shape of a batch's answer. What fails as a whole fails each row, so that other fields are answered. */
async function answerMany(declared: ManyField, events: readonly ResolverEvent[]) {
  try {
    const [first] = events
    if (first === undefined) return []
    const rows = events.map(({ source, arguments: args }) => ({ source, args }))
    const results = await declared.run(contextOf(declared, first), rows as never)
    return events.map((_, index) => answered(results[index] ?? null))
  } catch (error) {
    const failed = answered(error instanceof Error ? error : new Error(String(error)))
    return events.map(() => failed)
  }
}

function answered(result: unknown) {
  if (!(result instanceof Error)) return { data: result }
  const { name: errorType, message: errorMessage } = graphError(result)
  return { data: null, errorMessage, errorType }
}

/** As AppSync shows it: the type by the error's kind. A bug's message stays in the log. */
function graphError(error: unknown): Error {
  const isOurs = error instanceof HoustonError && error.kind !== 'bug'
  if (!isOurs) log.error('a field of the graph failed', { error })
  const outer = new Error(isOurs ? error.message : 'Something went wrong inside Houston; the log has the details.')
  outer.name = outward[isOurs ? error.kind : 'bug'].graphqlType
  return outer
}
