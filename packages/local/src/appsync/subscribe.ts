/** A subscription's beginning: allowed, asked of its resolver, and filtered by what that or its arguments say. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getVariableValues,
} from 'graphql'
import { decideFieldAccess } from './access.ts'
import { FieldError, fieldErrorEntry, requestErrorEntry, unauthorized } from './error-entry.ts'
import { type ExecutionFacts, fragmentsOf, type Operation, rootFields, runOperation } from './executor.ts'
import type { GraphAnswer } from './graph-request.ts'
import { invocationError, invokeFunction } from './invocation.ts'
import { resolverContext } from './resolver-context.ts'
import { checkFilter, passesArguments, passesFilter, SubscriptionFilterError } from './subscription-filter.ts'
import type { SubscriptionHub } from './subscription-hub.ts'

interface Root {
  readonly type: GraphQLObjectType
  readonly node: FieldNode
  readonly field: GraphQLField<unknown, unknown>
  readonly args: JsonObject
  readonly variables: JsonObject
}

export async function openSubscription(
  facts: ExecutionFacts,
  operation: Operation,
  hub: SubscriptionHub,
): Promise<GraphAnswer> {
  const root = rootOf(facts, operation)
  if (!('node' in root)) return refused(root.map(requestErrorEntry))
  try {
    const passes = await subscriberFilter(facts, operation, root)
    const planned = facts.plan.subscriptions.get(root.field.name)
    const events = hub.subscribe({
      mutations: planned?.mutations ?? [],
      passes,
      render: (payload) => runOperation({ ...facts, kind: 'event' }, operation, { [root.field.name]: payload }),
    })
    if (events === undefined) throw new FieldError('No more subscriptions are taken.', 'MaxSubscriptionsReachedError')
    return { kind: 'events', events }
  } catch (error) {
    const originalError = error instanceof Error ? error : new Error(String(error))
    const path = [root.node.alias?.value ?? root.field.name]
    const wrapped = new GraphQLError(originalError.message, { nodes: root.node, path, originalError })
    return refused([fieldErrorEntry(wrapped, facts.plan.schema)])
  }
}

const refused = (errors: NonNullable<Extract<GraphAnswer, { kind: 'result' }>['result']['errors']>): GraphAnswer => ({
  kind: 'result',
  result: { data: null, errors },
})

/** Validation has seen to it that there is exactly one field. */
function rootOf(
  { plan }: ExecutionFacts,
  { document, operation, variables }: Operation,
): Root | readonly GraphQLError[] {
  const type = plan.schema.getSubscriptionType()
  const coerced = getVariableValues(plan.schema, operation.variableDefinitions ?? [], variables)
  if (coerced.errors !== undefined) return coerced.errors
  const given = coerced.coerced as JsonObject
  const [node] = rootFields(operation, fragmentsOf(document), given)
  const field = node === undefined ? undefined : type?.getFields()[node.name.value]
  if (type === undefined || type === null || node === undefined || field === undefined)
    return [new GraphQLError('The subscription selects no field.')]
  try {
    return { type, node, field, args: getArgumentValues(field, node, given) as JsonObject, variables: given }
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError(String(error))]
  }
}

/** Throws a `FieldError` where the caller may not subscribe. */
async function subscriberFilter(facts: ExecutionFacts, operation: Operation, root: Root) {
  const { plan, caller, request, invoker } = facts
  const coordinate = `Subscription.${root.field.name}`
  if (decideFieldAccess(plan.access, caller, coordinate).kind === 'denied')
    throw unauthorized('Subscription', root.field.name)
  const resolver = plan.resolvers.get(coordinate)
  const filterOf = plan.subscriptions.get(root.field.name)?.filterOf
  const byArguments = (payload: JsonObject): boolean => passesArguments(root.args, payload)
  if (resolver === undefined) return byArguments
  const info = infoOf(facts, operation, root)
  const context = resolverContext({ source: null, args: root.args, info, identity: caller.identity, request })
  const result = await invokeFunction(invoker, resolver.functionName, resolver.batchSize === 0 ? context : [context])
  if (result.kind === 'failed') throw invocationError(result)
  const given = filterOf?.(context, result.payload)
  if (given === undefined) return byArguments
  const filter = typedFilter(given)
  return (payload: JsonObject): boolean => passesFilter(filter, payload)
}

function typedFilter(given: Json) {
  try {
    return checkFilter(given)
  } catch (error) {
    if (error instanceof SubscriptionFilterError) throw new FieldError(error.message, 'InvalidSubscriptionFilter')
    throw error
  }
}

/** What graphql would tell a resolver of this field; it runs none for a subscription's beginning. */
function infoOf({ plan }: ExecutionFacts, { document, operation }: Operation, root: Root): GraphQLResolveInfo {
  const key = root.node.alias?.value ?? root.field.name
  return {
    fieldName: root.field.name,
    fieldNodes: [root.node],
    returnType: root.field.type,
    parentType: root.type,
    path: { prev: undefined, key, typename: root.type.name },
    schema: plan.schema,
    fragments: fragmentsOf(document),
    rootValue: undefined,
    operation,
    variableValues: root.variables,
  }
}
