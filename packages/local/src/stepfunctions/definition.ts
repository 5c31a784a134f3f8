/** State machine definitions as the interpreter reads them, after the validator has looked at them. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { Frame, Resource } from './execution.ts'

export type QueryLanguage = 'JSONata' | 'JSONPath'

export interface StatesBlock {
  readonly StartAt: string
  readonly States: Readonly<Record<string, StateDefinition>>
  readonly QueryLanguage?: QueryLanguage
  readonly TimeoutSeconds?: number
  readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | 'DISTRIBUTED' }
}

export interface Retrier {
  readonly ErrorEquals: readonly string[]
  readonly IntervalSeconds?: number
  readonly MaxAttempts?: number
  readonly BackoffRate?: number
  readonly MaxDelaySeconds?: number
  readonly JitterStrategy?: 'FULL' | 'NONE'
}

/** What decides a state's output and variables: of the state, of a choice rule or of a catcher. */
export interface Outcome {
  readonly Next?: string
  readonly Assign?: JsonObject
  readonly Output?: Json
  readonly ResultPath?: string | null
}

export interface Catcher extends Outcome {
  readonly ErrorEquals: readonly string[]
}

export interface ChoiceRule extends Outcome {
  readonly Condition?: Json
}

export type StateType = 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Parallel' | 'Map' | 'Succeed' | 'Fail'

export interface StateDefinition extends Outcome {
  readonly Type: StateType
  readonly QueryLanguage?: QueryLanguage
  readonly End?: boolean
  readonly Resource?: string
  readonly Arguments?: Json
  readonly Credentials?: Json
  readonly TimeoutSeconds?: Json
  readonly HeartbeatSeconds?: Json
  readonly TimeoutSecondsPath?: string
  readonly HeartbeatSecondsPath?: string
  readonly Retry?: readonly Retrier[]
  readonly Catch?: readonly Catcher[]
  readonly Choices?: readonly ChoiceRule[]
  readonly Default?: string
  readonly Seconds?: Json
  readonly Timestamp?: Json
  readonly SecondsPath?: string
  readonly TimestampPath?: string
  readonly Error?: Json
  readonly Cause?: Json
  readonly ErrorPath?: string
  readonly CausePath?: string
  readonly Branches?: readonly StatesBlock[]
  readonly Items?: Json
  readonly ItemsPath?: string
  readonly ItemReader?: Json
  readonly ItemBatcher?: Json
  readonly ResultWriter?: Json
  readonly ItemSelector?: Json
  readonly ItemProcessor?: StatesBlock
  readonly Iterator?: StatesBlock
  readonly MaxConcurrency?: Json
  readonly MaxConcurrencyPath?: string
  readonly ToleratedFailureCount?: Json
  readonly ToleratedFailurePercentage?: Json
  readonly ToleratedFailureCountPath?: string
  readonly ToleratedFailurePercentagePath?: string
  readonly InputPath?: string | null
  readonly OutputPath?: string | null
  readonly Parameters?: Json
  readonly Result?: Json
  readonly ResultSelector?: Json
}

export type Definition = StatesBlock

/** The list of states a frame runs in. */
export function blockAt(definition: Definition, path: readonly string[]): StatesBlock {
  let at: unknown = definition
  for (const key of path) at = (at as Record<string, unknown>)[key]
  return at as StatesBlock
}

export function stateOf(definition: Definition, frame: Pick<Frame, 'path' | 'state'>): StateDefinition {
  const state = blockAt(definition, frame.path).States[frame.state]
  if (state === undefined) throw new Error(`no state ${frame.state} at /${frame.path.join('/')}`)
  return state
}

/** A state's own query language, else the whole machine's, else JSONPath, as AWS has it. */
export const languageOf = (definition: Definition, state: StateDefinition): QueryLanguage =>
  state.QueryLanguage ?? definition.QueryLanguage ?? 'JSONPath'

const servicePattern =
  /^arn:[^:]*:states:[^:]*:[^:]*:(?<service>(?:aws-sdk:)?[^:.]+):(?<action>[^:.]+)(?:\.(?<pattern>waitForTaskToken|sync|sync:2))?$/

/** What a Task's Resource calls; anything that is no service integration is a function's ARN. */
export function parseResource(text: string): Resource {
  const { service, action, pattern } = servicePattern.exec(text)?.groups ?? {}
  if (service === undefined || action === undefined) return { kind: 'function', arn: text }
  return {
    kind: 'service',
    service,
    action,
    pattern: (pattern ?? 'request') as 'request' | 'waitForTaskToken' | 'sync' | 'sync:2',
  }
}

/** As the history names a service integration's action: `invoke.waitForTaskToken`. */
export const actionName = (resource: Extract<Resource, { kind: 'service' }>): string =>
  resource.pattern === 'request' ? resource.action : `${resource.action}.${resource.pattern}`
