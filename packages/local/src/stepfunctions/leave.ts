/** Leaving a state: output, variables, then the next state or the end of the frame. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { childSucceeded } from './children.ts'
import { outcomeOf, type Result } from './dataflow.ts'
import type { Outcome } from './definition.ts'
import type { Frame } from './execution.ts'
import { dataLimitExceeded, StateFailure } from './failure.ts'
import { quotas } from './quota.ts'
import type { Step } from './step.ts'

/** Bytes of a value as the quotas count them: its JSON text in UTF-8. */
export const jsonBytes = (value: Json): number => Buffer.byteLength(JSON.stringify(value))

export function checkPayload(state: string, value: Json): void {
  if (jsonBytes(value) > quotas.payloadBytes) throw dataLimitExceeded(state)
}

/** Leaves the frame's state by an outcome: the state's own, a choice rule's or a catcher's. */
export async function leaveState(
  step: Step,
  frame: Frame,
  outcome: Outcome,
  result: Result = {},
  fieldPrefix = '',
): Promise<void> {
  const { assigned, output } = await outcomeOf(step, frame, outcome, result, fieldPrefix)
  checkPayload(frame.state, output)
  if (assigned !== undefined) checkVariables(step, frame, assigned)
  const state = step.stateOf(frame)
  step.clear(frame)
  step.record(frame, `${state.Type}StateExited`, {
    name: frame.state,
    output,
    ...(assigned !== undefined && { assigned }),
  })
  if (assigned !== undefined) frame.variables = { ...frame.variables, ...assigned }
  if (outcome.Next === undefined) return endFrame(step, frame, output)
  frame.state = outcome.Next
  frame.input = output
  step.ready.push(frame.id)
}

async function endFrame(step: Step, frame: Frame, output: Json): Promise<void> {
  if (frame.parent !== undefined) return childSucceeded(step, frame, output)
  step.complete('SUCCEEDED', 'ExecutionSucceeded', { output })
}

function checkVariables(step: Step, frame: Frame, assigned: JsonObject): void {
  const refuse = (what: string) =>
    new StateFailure('States.DataLimitExceeded', `The state '${frame.state}' assigned variables ${what}.`)
  const named = Object.keys(assigned).find((name) => name.length > quotas.variableNameLength)
  if (named !== undefined) throw refuse(`with a name longer than ${quotas.variableNameLength} characters: ${named}`)
  const bytes = jsonBytes(assigned)
  if (bytes > quotas.variableBytes) throw refuse(`of ${bytes} bytes, over the quota of ${quotas.variableBytes}`)
  let totalBytes = 0
  for (const other of Object.values(step.execution.frames))
    totalBytes += jsonBytes(other === frame ? { ...other.variables, ...assigned } : other.variables)
  if (totalBytes > quotas.variablesTotalBytes)
    throw refuse(`that make ${totalBytes} bytes in all, over the quota of ${quotas.variablesTotalBytes}`)
}
