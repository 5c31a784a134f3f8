/** Reads a TestState request: which state, with which mock; refuses what AWS refuses, in its words. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { AwsError } from '../aws-service.ts'
import { parseResource, type QueryLanguage, type StateDefinition } from './definition.ts'
import { Findings, invalidDefinitionMessage } from './diagnostic.ts'
import { checkMockResult, type FieldValidationMode } from './mock-schema.ts'
import { isStateType, stateTypes } from './state-fields.ts'
import { isObject } from './validate-state.ts'

/** As AWS's TestState takes it: documents are JSON texts. */
export interface TestStateRequest {
  readonly definition: string
  readonly input?: string
  readonly stateName?: string
  readonly roleArn?: string
  readonly variables?: string
  readonly context?: string
  readonly inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE'
  readonly revealSecrets?: boolean
  readonly mock?: {
    readonly result?: string
    readonly errorOutput?: { readonly error?: string; readonly cause?: string }
    readonly fieldValidationMode?: FieldValidationMode
  }
  readonly stateConfiguration?: {
    readonly retrierRetryCount?: number
    readonly mapIterationFailureCount?: number
    readonly errorCausedByState?: string
    readonly mapItemReaderData?: string
  }
}

export type Mock =
  | { readonly kind: 'result'; readonly result: Json }
  | { readonly kind: 'error'; readonly error: string | null; readonly cause: string | null }

export interface StateTest {
  readonly state: StateDefinition
  readonly language: QueryLanguage
  readonly input: Json
  readonly variables: JsonObject
  readonly roleArn: string | undefined
  readonly inspectionLevel: 'INFO' | 'DEBUG' | 'TRACE'
  readonly mock: Mock | undefined
  readonly configuration: { readonly retrierRetryCount: number; readonly mapIterationFailureCount: number }
}

const refusal = (sentence: string): AwsError => new AwsError('ValidationException', sentence)

export function parseTest(request: TestStateRequest): StateTest {
  const { state, language } = findState(request)
  const { stateConfiguration: configuration, mock: given } = request
  if (configuration?.mapIterationFailureCount !== undefined && given === undefined)
    throw refusal('TestState does not support MapIterationFailureCount when a mock is not specified.')
  const inner = state.Type === 'Map' || state.Type === 'Parallel'
  if (inner && given === undefined)
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. ' +
        'Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    )
  if (!inner && state.Type !== 'Task' && given !== undefined)
    throw refusal(`State type '${state.Type}' is not supported when a mock is specified`)
  if (request.revealSecrets === true && given !== undefined)
    throw refusal('TestState does not support RevealSecrets when a mock is specified.')
  checkContext(request.context)
  if (state.Type === 'Task' && given === undefined && request.roleArn === undefined)
    throw refusal('RoleArn must be specified when testing a Task state')
  return {
    state,
    language,
    input: parse(request.input ?? '{}', 'Input'),
    variables: parse(request.variables ?? '{}', 'Variables') as JsonObject,
    roleArn: request.roleArn,
    inspectionLevel: request.inspectionLevel ?? 'INFO',
    mock: parseMock(given, state),
    configuration: {
      retrierRetryCount: configuration?.retrierRetryCount ?? 0,
      mapIterationFailureCount: configuration?.mapIterationFailureCount ?? 0,
    },
  }
}

function parse(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw refusal(`${what} must be valid JSON`)
  }
}

function findState({ definition: text, stateName }: TestStateRequest): Pick<StateTest, 'state' | 'language'> {
  const definition = parse(text, 'Definition')
  let state: unknown = definition
  let location = ''
  if (isObject(definition) && isObject(definition.States)) {
    const name = stateName ?? String(definition.StartAt)
    state = definition.States[name]
    location = `/States/${name}`
    if (state === undefined) throw refusal('State not found in definition')
  }
  const type = isObject(state) ? state.Type : undefined
  if (!isStateType(type)) {
    const findings = new Findings()
    findings.schema(`${location}/Type`, `The field 'Type' should have one of these values: [${stateTypes.join(', ')}]`)
    throw new AwsError('InvalidDefinition', invalidDefinitionMessage(findings.diagnostics))
  }
  const own = (state as StateDefinition).QueryLanguage
  const whole = isObject(definition) ? definition.QueryLanguage : undefined
  return { state: state as StateDefinition, language: own ?? (whole === 'JSONata' ? 'JSONata' : 'JSONPath') }
}

const contextFields = new Set(['Execution', 'State', 'StateMachine', 'Task', 'Map'])

function checkContext(text: string | undefined): void {
  if (text === undefined) return
  const context = parse(text, 'Context')
  const unknown = isObject(context) ? Object.keys(context).find((field) => !contextFields.has(field)) : undefined
  if (unknown !== undefined) throw refusal(`Invalid Context object provided: Field '${unknown}' is not allowed`)
}

function parseMock(given: TestStateRequest['mock'], state: StateDefinition): Mock | undefined {
  if (given === undefined) return undefined
  const { result: text, errorOutput, fieldValidationMode } = given
  if (text !== undefined && errorOutput !== undefined)
    throw refusal('A test mock should have only one of the following fields: [result, errorOutput].')
  if (errorOutput !== undefined)
    return { kind: 'error', error: errorOutput.error ?? null, cause: errorOutput.cause ?? null }
  if (text === undefined) return undefined
  const result = parse(text, 'Mocked result')
  if (state.Type === 'Map' && !Array.isArray(result) && state.ResultWriter === undefined)
    throw refusal('Mocked result must be an array.')
  if (state.Type === 'Parallel' && (!Array.isArray(result) || result.length !== state.Branches?.length))
    throw refusal('Mocked result must contain the same number of items as number of Parallel branches.')
  const resource = parseResource(state.Resource ?? '')
  if (resource.kind === 'service')
    checkMockResult(`${resource.service}:${resource.action}`, result, fieldValidationMode ?? 'STRICT')
  return { kind: 'result', result }
}
