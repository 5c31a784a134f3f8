/** Who calls: a bearer token of this machine, or a Lambda authorizer with AppSync's request and response. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Json, JsonObject } from '@houston/core/json.ts'
import * as z from 'zod'
import type { Invoker } from '../invoker.ts'
import type { AuthMode } from './auth-mode.ts'
import type { Authenticate, Authentication, GraphRequest } from './graph-request.ts'
import { invokeFunction } from './invocation.ts'

export interface AuthorizerRequest {
  readonly authorizationToken: string
  readonly requestContext: {
    readonly apiId: string
    readonly accountId: string
    readonly requestId: string
    readonly queryString: string
    readonly operationName?: string
    readonly variables: JsonObject
  }
  readonly requestHeaders: GraphRequest['headers']
}

const responseSchema = z.object({
  isAuthorized: z.boolean(),
  /** AppSync takes no nested values. */
  resolverContext: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
  /** `Type.field`, or a field's ARN. */
  deniedFields: z.array(z.string()).nullish(),
  /** Seconds that AWS may keep the answer; here every request asks anew. */
  ttlOverride: z.number().nullish(),
})
export type AuthorizerResponse = z.input<typeof responseSchema>

/** Answers as a Lambda authorizer does; anything that is no `AuthorizerResponse` refuses. */
export type Authorizer = (request: AuthorizerRequest) => Promise<unknown>

export interface AuthorizerOptions {
  readonly authorize: Authorizer
  readonly apiId: string
  readonly accountId: string
  readonly newRequestId: () => string
  /** AppSync waits 10 seconds. */
  readonly timeoutMs?: number
}

const authorizerTimeoutMs = 10_000

export const tokenOf = ({ headers }: GraphRequest): string | undefined => {
  const header = headers.authorization
  const first = typeof header === 'string' ? header : header?.[0]
  return first === '' ? undefined : first
}

/** The mode AWS_LAMBDA. Refuses on any failure of the authorizer. */
export function lambdaAuthorizer(options: AuthorizerOptions): Authenticate {
  return async (request) => {
    const token = tokenOf(request)
    if (token === undefined) return refused('no token')
    const { apiId, accountId, newRequestId, authorize } = options
    const { query, operationName, variables } = request
    const asked: AuthorizerRequest = {
      authorizationToken: token,
      requestContext: {
        apiId,
        accountId,
        requestId: newRequestId(),
        queryString: query,
        ...(operationName !== undefined && { operationName }),
        variables: variables ?? {},
      },
      requestHeaders: request.headers,
    }
    try {
      return decide(await within(options.timeoutMs ?? authorizerTimeoutMs, authorize(asked)))
    } catch (error) {
      return refused(`the authorizer failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

function decide(answer: unknown): Authentication {
  const parsed = responseSchema.safeParse(answer)
  if (!parsed.success) return refused(`the authorizer's answer is malformed: ${z.prettifyError(parsed.error)}`)
  const { isAuthorized, resolverContext, deniedFields } = parsed.data
  if (!isAuthorized) return refused('the authorizer said no')
  const identity: Json = { resolverContext: resolverContext ?? {} }
  return { kind: 'caller', caller: { mode: 'AWS_LAMBDA', groups: [], deniedFields: deniedFields ?? [], identity } }
}

const refused = (reason: string): Authentication => ({ kind: 'refused', reason })

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** An authorizer that is a function of the topology. */
export function invokedAuthorizer(invoker: Invoker, functionName: string): Authorizer {
  return async (request) => {
    const result = await invokeFunction(invoker, functionName, request)
    if (result.kind === 'failed') throw new Error(result.errorMessage)
    return result.payload
  }
}

export interface BearerOptions {
  readonly token: string
  /** The mode that the token stands for on this machine. */
  readonly mode: AuthMode
  readonly identity: Json
  readonly groups?: readonly string[]
}

/** One token, as `Authorization: Bearer …`, compared in constant time. */
export function bearerToken({ token, mode, identity, groups = [] }: BearerOptions): Authenticate {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const wanted = digest(token)
  return async (request) => {
    const given = /^Bearer (.+)$/i.exec(tokenOf(request) ?? '')?.[1]
    if (given === undefined || !timingSafeEqual(digest(given), wanted)) return refused('no valid bearer token')
    return { kind: 'caller', caller: { mode, identity, groups, deniedFields: [] } }
  }
}

/** The first that knows the caller; refused where none does. */
export function firstOf(...all: readonly Authenticate[]): Authenticate {
  return async (request) => {
    const reasons: string[] = []
    for (const authenticate of all) {
      const answer = await authenticate(request)
      if (answer.kind === 'caller') return answer
      reasons.push(answer.reason)
    }
    return refused(reasons.join('; '))
  }
}
