/** History events as GetExecutionHistory shows them: each type with the details object AWS gives it. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { HistoryEvent } from './execution.ts'

const untruncated = { truncated: false }

const text = (value: Json | undefined): string => JSON.stringify(value ?? null)

type Detail = (event: HistoryEvent, withData: boolean) => JsonObject

const failure: Detail = ({ error, cause }) => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
})

const entered: Detail = ({ name, input }, withData) => ({
  name: name ?? '',
  ...(withData && { input: text(input), inputDetails: untruncated }),
})

const exited: Detail = ({ name, output, assigned }, withData) => ({
  name: name ?? '',
  ...(withData && { output: text(output), outputDetails: untruncated }),
  ...(assigned !== undefined &&
    withData && {
      // AWS shows each variable as JSON text.
      assignedVariables: Object.fromEntries(Object.entries(assigned).map(([key, value]) => [key, text(value)])),
      assignedVariablesDetails: untruncated,
    }),
})

const task: Detail = (event) => ({ resourceType: event.resourceType ?? '', resource: event.resource ?? '' })

const taskWithOutput: Detail = (event, withData) => ({
  ...task(event, withData),
  ...(withData && { output: text(event.output), outputDetails: untruncated }),
})

const taskFailure: Detail = (event, withData) => ({ ...task(event, withData), ...failure(event, withData) })

const output: Detail = (event, withData) => (withData ? { output: text(event.output), outputDetails: untruncated } : {})

const iteration: Detail = ({ name, index }) => ({ name: name ?? '', index: index ?? 0 })

const details: Readonly<Record<string, readonly [key: string, detail: Detail]>> = {
  ExecutionStarted: [
    'executionStartedEventDetails',
    ({ input, roleArn }, withData) => ({
      ...(withData && { input: text(input), inputDetails: untruncated }),
      roleArn: roleArn ?? '',
    }),
  ],
  ExecutionSucceeded: ['executionSucceededEventDetails', output],
  ExecutionFailed: ['executionFailedEventDetails', failure],
  ExecutionAborted: ['executionAbortedEventDetails', failure],
  ExecutionTimedOut: ['executionTimedOutEventDetails', failure],
  TaskScheduled: [
    'taskScheduledEventDetails',
    (event, withData) => ({
      ...task(event, withData),
      region: 'us-east-1',
      parameters: withData ? text(event.parameters) : '',
      ...(event.timeoutSec !== undefined && { timeoutInSeconds: event.timeoutSec }),
      ...(event.heartbeatSec !== undefined && { heartbeatInSeconds: event.heartbeatSec }),
    }),
  ],
  TaskStarted: ['taskStartedEventDetails', task],
  TaskSubmitted: ['taskSubmittedEventDetails', taskWithOutput],
  TaskSucceeded: ['taskSucceededEventDetails', taskWithOutput],
  TaskFailed: ['taskFailedEventDetails', taskFailure],
  TaskTimedOut: ['taskTimedOutEventDetails', taskFailure],
  LambdaFunctionScheduled: [
    'lambdaFunctionScheduledEventDetails',
    ({ resource, input, timeoutSec }, withData) => ({
      resource: resource ?? '',
      ...(withData && { input: text(input), inputDetails: untruncated }),
      ...(timeoutSec !== undefined && { timeoutInSeconds: timeoutSec }),
    }),
  ],
  LambdaFunctionSucceeded: ['lambdaFunctionSucceededEventDetails', output],
  LambdaFunctionFailed: ['lambdaFunctionFailedEventDetails', failure],
  LambdaFunctionTimedOut: ['lambdaFunctionTimedOutEventDetails', failure],
  MapStateStarted: ['mapStateStartedEventDetails', ({ length }) => ({ length: length ?? 0 })],
  MapIterationStarted: ['mapIterationStartedEventDetails', iteration],
  MapIterationSucceeded: ['mapIterationSucceededEventDetails', iteration],
  MapIterationFailed: ['mapIterationFailedEventDetails', iteration],
  MapIterationAborted: ['mapIterationAbortedEventDetails', iteration],
  EvaluationFailed: [
    'evaluationFailedEventDetails',
    (event, withData) => ({
      ...failure(event, withData),
      location: event.location ?? '',
      state: event.name ?? '',
    }),
  ],
}

/** One event in AWS's form; without `withData`, inputs and outputs are left out. */
export function awsEvent(event: HistoryEvent, withData: boolean): JsonObject {
  const { id, previousId, timeMs, type } = event
  const base = { id, previousEventId: previousId, timestamp: timeMs / 1000, type }
  if (type.endsWith('StateEntered')) return { ...base, stateEnteredEventDetails: entered(event, withData) }
  if (type.endsWith('StateExited')) return { ...base, stateExitedEventDetails: exited(event, withData) }
  const found = details[type]
  return found === undefined ? base : { ...base, [found[0]]: found[1](event, withData) }
}
