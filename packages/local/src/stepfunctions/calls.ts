/** Performs what Task states call: functions, the event bus, other state machines; answers as AWS's integrations do. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { Invoker } from '../invoker.ts'
import type { Signal } from './execution.ts'
import type { Call } from './store.ts'

/** PutEvents as the SDK has it, without the HTTP around it. */
export type PutEvents = (entries: readonly JsonObject[]) => Promise<{
  readonly FailedEntryCount: number
  readonly Entries: readonly { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[]
}>

export type Answer =
  | { readonly kind: 'returned'; readonly output: Json }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string }

export interface CallContext {
  readonly invoker: Invoker
  readonly putEvents: PutEvents
  readonly executionArn: string
  readonly machineArn: string
  /** Starts a child execution; the answer is the integration's own, before the child ends. */
  startExecution(args: JsonObject): Answer
}

export async function performCall(call: Call, context: CallContext): Promise<Answer> {
  const { resource, arguments: args } = call
  if (resource.kind === 'function') return invokeFunction(resource.arn, args, context.invoker)
  const fields = args !== null && typeof args === 'object' && !Array.isArray(args) ? args : {}
  switch (`${resource.service}:${resource.action}`) {
    case 'lambda:invoke':
      return invokeByName(fields, context.invoker)
    case 'events:putEvents':
      return putEvents(fields, context)
    case 'states:startExecution':
      return context.startExecution(fields)
    default:
      return failed('States.Runtime', `The resource ${resource.service}:${resource.action} is not supported`)
  }
}

const failed = (error: string, cause: string): Answer => ({ kind: 'failed', error, cause })

/** The name in a function's ARN, partial ARN or name, without its version or alias. */
export function functionName(reference: string): string {
  const name = /(?:^|:)function:([^:]+)/.exec(reference)?.[1]
  return name ?? reference.split(':')[0] ?? reference
}

async function invokeFunction(reference: string, payload: Json, invoker: Invoker): Promise<Answer> {
  let result: Awaited<ReturnType<Invoker['invoke']>>
  try {
    result = await invoker.invoke(functionName(reference), payload)
  } catch (error) {
    // The port rejects only where there is no such function.
    const why = error instanceof Error ? error.message : String(error)
    return failed(
      'Lambda.ResourceNotFoundException',
      `Function not found: ${reference} (${why}) (Service: Lambda, Status Code: 404)`,
    )
  }
  if (result.kind === 'returned') return { kind: 'returned', output: result.payload }
  const { errorType, errorMessage, trace } = result
  return failed(errorType, JSON.stringify({ errorType, errorMessage, trace: trace ?? [] }))
}

/** `arn:aws:states:::lambda:invoke`: the function's answer inside Lambda's own. */
async function invokeByName(args: JsonObject, invoker: Invoker): Promise<Answer> {
  const { FunctionName, Payload } = args
  if (typeof FunctionName !== 'string')
    return failed('States.Runtime', 'The field FunctionName is required but was missing')
  let payload: Json = Payload ?? {}
  if (typeof payload === 'string') {
    // Lambda takes a Payload that is a string as the text it is.
    try {
      payload = JSON.parse(payload) as Json
    } catch {
      return failed('Lambda.InvalidRequestContentException', `Could not parse request body into json: ${payload}`)
    }
  }
  const answer = await invokeFunction(FunctionName, payload, invoker)
  if (answer.kind === 'failed') return answer
  return {
    kind: 'returned',
    output: {
      ExecutedVersion: '$LATEST',
      Payload: answer.output,
      SdkHttpMetadata: { HttpStatusCode: 200 },
      StatusCode: 200,
    },
  }
}

/** Details given as JSON are turned to text, and every entry names the execution and its machine. */
async function putEvents(args: JsonObject, context: CallContext): Promise<Answer> {
  const given = Array.isArray(args.Entries) ? args.Entries : []
  const entries = given.map((entry) => {
    const fields: JsonObject = entry !== null && typeof entry === 'object' && !Array.isArray(entry) ? entry : {}
    const { Detail, Resources } = fields
    return {
      ...fields,
      ...(Detail !== undefined && { Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail) }),
      Resources: [...(Array.isArray(Resources) ? Resources : []), context.executionArn, context.machineArn],
    }
  })
  try {
    const result = await context.putEvents(entries)
    const output = { FailedEntryCount: result.FailedEntryCount, Entries: result.Entries.map((entry) => ({ ...entry })) }
    if (result.FailedEntryCount > 0) return failed('EventBridge.FailedEntry', JSON.stringify(output))
    return { kind: 'returned', output }
  } catch (error) {
    const { name, code, message } = error as { name?: string; code?: string; message?: string }
    return failed(`EventBridge.${code ?? name ?? 'EventBridgeException'}`, message ?? String(error))
  }
}

export const answerSignal = (task: string, answer: Answer): Signal =>
  answer.kind === 'returned'
    ? { kind: 'task-returned', task, output: answer.output }
    : { kind: 'task-failed', task, error: answer.error, cause: answer.cause }

/** The integration takes a child's input as JSON or as JSON's text. */
export function childInput(input: Json | undefined): Json {
  if (typeof input !== 'string') return input ?? {}
  try {
    return JSON.parse(input) as Json
  } catch {
    return input
  }
}
