/** Runs one operation of the graph, within its time, and answers in AppSync's shape. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import { Batcher } from './batch.ts'
import { FieldError, fieldErrorEntry } from './error-entry.ts'
import { type Execution, resolveField } from './field-resolver.ts'
import type { GraphResult } from './graph-request.ts'
import { payloadOf } from './payload.ts'
import { fieldsIn, responseKey } from './selection.ts'

export type ExecutionFacts = Omit<Execution, 'batcher' | 'deadline' | 'resolversRun'>

export interface Operation {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: JsonObject
}

/** Resolves in any case: what fails is an error of its field. */
export async function runOperation(
  facts: ExecutionFacts,
  operation: Operation,
  root?: JsonObject,
): Promise<GraphResult> {
  const { deadline, cancel } = startDeadline(facts.limits.requestTimeoutMs)
  const execution: Execution = { ...facts, deadline, batcher: new Batcher(), resolversRun: 0 }
  const { schema } = facts.plan
  const { name } = operation.operation
  try {
    const result = await execute({
      schema,
      document: operation.document,
      ...(root !== undefined && { rootValue: root }),
      contextValue: execution,
      variableValues: operation.variables,
      ...(name !== undefined && { operationName: name.value }),
      fieldResolver: resolveField,
    })
    return graphResult(result, facts)
  } finally {
    cancel()
  }
}

/** Data is copied out of graphql's objects without a prototype. */
function graphResult({ data, errors }: ExecutionResult, { plan }: ExecutionFacts): GraphResult {
  const entries = errors?.map((error) => fieldErrorEntry(error, plan.schema))
  return {
    data: (data ?? null) as JsonObject | null,
    ...(entries !== undefined && { errors: entries }),
  }
}

function startDeadline(timeoutMs: number): { deadline: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FieldError('Execution timed out.', 'ExecutionTimeout')), timeoutMs)
  })
  // Nobody may be waiting when it strikes.
  deadline.catch(() => {})
  return { deadline, cancel: () => clearTimeout(timer) }
}

/** A root field of an operation with its value in the result. */
export interface RootPayload {
  readonly field: string
  readonly payload: Json
}

/** What an operation's root fields gave, for those who listen: nulls are no news. */
export function rootPayloads({ document, operation, variables }: Operation, { data }: GraphResult): RootPayload[] {
  const fragments = fragmentsOf(document)
  return rootFields(operation, fragments, variables).flatMap((field) => {
    const value = data?.[responseKey(field)]
    if (value === undefined || value === null) return []
    return [{ field: field.name.value, payload: payloadOf(value, field, { fragments, variables }) }]
  })
}

export const fragmentsOf = (document: DocumentNode): Record<string, FragmentDefinitionNode> =>
  Object.fromEntries(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  )

export const rootFields = (
  { selectionSet }: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  variables: JsonObject,
): FieldNode[] => fieldsIn(selectionSet, fragments, variables)
