/** The context object: what `$states.context` shows, and JSONPath's `$$`. */
import { isoTime } from '@houston/core/clock.ts'
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { Frame } from './execution.ts'
import type { Scope } from './expression.ts'
import { placeOf, type Step } from './step.ts'

/** States that can be retried show how often they were. */
const retried = new Set(['Task', 'Parallel', 'Map'])

export function contextOf(step: Step, frame: Frame, item = itemOf(step, frame)): JsonObject {
  const { execution } = step
  const token = frame.phase.kind === 'task' ? frame.phase.token : undefined
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: isoTime(execution.startMs),
      // Express executions, which TestState's are, cannot be redriven.
      ...(!execution.arn.includes(':express:') && { RedriveCount: 0 }),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: {
      Name: frame.state,
      EnteredTime: isoTime(frame.enteredMs),
      ...(retried.has(step.stateOf(frame).Type) && { RetryCount: frame.retryCount }),
    },
    ...(token !== undefined && { Task: { Token: token } }),
    ...(item !== undefined && { Map: { Item: { ...item } } }),
  }
}

/** The item of the nearest Map around a frame. */
function itemOf(step: Step, frame: Frame): Frame['item'] {
  for (let at: Frame | undefined = frame; at !== undefined; at = step.parentOf(at))
    if (at.item !== undefined) return at.item
  return undefined
}

/** Variables a frame can read: its own over those of the frames around it. */
export function variablesOf(step: Step, frame: Frame): JsonObject {
  const outer = step.parentOf(frame)
  return outer === undefined ? frame.variables : { ...variablesOf(step, outer), ...frame.variables }
}

/** What expressions of the frame's current state see; `more` is the result or the error output. */
export const scopeOf = (
  step: Step,
  frame: Frame,
  more: { result?: Json; errorOutput?: Json } = {},
  context = contextOf(step, frame),
): Scope => ({
  place: placeOf(frame),
  states: { input: frame.input, ...more, context },
  variables: variablesOf(step, frame),
  facts: step.facts,
})
