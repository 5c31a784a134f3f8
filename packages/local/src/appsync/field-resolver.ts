/** How one field gets its value: allowed, within the limits, and then from its function or from its parent's data. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql'
import type { Invoker } from '../invoker.ts'
import { decideFieldAccess } from './access.ts'
import type { Batcher } from './batch.ts'
import { visibleData } from './error-data.ts'
import { FieldError, unauthorized } from './error-entry.ts'
import type { GraphLimits } from './graph-limits.ts'
import type { GraphPlan, PlannedResolver } from './graph-plan.ts'
import type { Caller, GraphRequest } from './graph-request.ts'
import { invocationError, invokeFunction } from './invocation.ts'
import { resolverContext } from './resolver-context.ts'

/** One request under way. */
export interface Execution {
  readonly plan: GraphPlan
  readonly invoker: Invoker
  readonly limits: GraphLimits
  readonly caller: Caller
  readonly request: GraphRequest
  readonly batcher: Batcher
  /** Rejects when the request's time is over. */
  readonly deadline: Promise<never>
  /** `event`: the data is a payload, and no function is called for more. */
  readonly kind: 'request' | 'event'
  resolversRun: number
}

/** Answers at once where no function is called: most fields are properties, and siblings must meet in one batch. */
export function resolveField(
  source: unknown,
  args: Readonly<Record<string, unknown>>,
  execution: Execution,
  info: GraphQLResolveInfo,
): unknown {
  checkAccess(execution, info)
  checkDepth(execution, info)
  const resolver = execution.plan.resolvers.get(coordinateOf(info))
  if (resolver === undefined || execution.kind === 'event') return propertyOf(source, info.fieldName)
  if (execution.resolversRun >= execution.limits.resolversPerRequest)
    throw new FieldError(
      `The request runs more than ${execution.limits.resolversPerRequest} resolvers.`,
      'ResolverExecutionLimitReached',
    )
  execution.resolversRun++
  const called = callResolver(resolver, { source, args, info }, execution).catch((error: unknown) => {
    throw error instanceof FieldError ? error.withData(visibleData(error.data, info, execution)) : error
  })
  return Promise.race([called, execution.deadline])
}

const coordinateOf = ({ parentType, fieldName }: GraphQLResolveInfo): string => `${parentType.name}.${fieldName}`

function checkAccess({ plan, caller }: Execution, info: GraphQLResolveInfo): void {
  if (decideFieldAccess(plan.access, caller, coordinateOf(info)).kind === 'denied')
    throw unauthorized(info.parentType.name, info.fieldName)
}

function checkDepth({ limits }: Execution, { path }: GraphQLResolveInfo): void {
  const depth = responsePathAsArray(path).filter((step) => typeof step === 'string').length
  if (limits.queryDepth > 0 && depth > limits.queryDepth)
    throw new FieldError(`The query is deeper than ${limits.queryDepth} levels.`, 'QueryDepthLimitReached')
}

/** Data's own entries only: a field named like a method of objects is not there. */
function propertyOf(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null && Object.hasOwn(source, name)
    ? (source as JsonObject)[name]
    : null
}

interface Call {
  readonly source: unknown
  readonly args: Readonly<Record<string, unknown>>
  readonly info: GraphQLResolveInfo
}

async function callResolver(
  { functionName, batchSize }: PlannedResolver,
  call: Call,
  execution: Execution,
): Promise<Json> {
  const { caller, request, invoker, batcher } = execution
  const context = resolverContext({ ...call, identity: caller.identity, request })
  if (batchSize === 0) {
    const result = await invokeFunction(invoker, functionName, context)
    if (result.kind === 'failed') throw invocationError(result)
    return result.payload
  }
  const key = `${coordinateOf(call.info)} ${levelOf(call.info)}`
  return batcher.add(key, batchSize, context, (contexts) => invokeFunction(invoker, functionName, contexts))
}

/** Where in the query a field stands, whichever items of lists lead to it. */
const levelOf = ({ path }: GraphQLResolveInfo): string =>
  responsePathAsArray(path)
    .filter((step) => typeof step === 'string')
    .join('/')
