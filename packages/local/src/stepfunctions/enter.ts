/** Entering a state, and starting over with it on a retry: one function per type of state. */
import type { Json } from '@houston/core/json.ts'
import { NotImplemented } from '../aws-service.ts'
import { startMap, startParallel } from './children.ts'
import { scopeOf } from './context.ts'
import { fieldOf, isJsonPath } from './dataflow.ts'
import type { Frame } from './execution.ts'
import { evaluateTyped } from './expression.ts'
import { dueAfterSec, guarded } from './fail.ts'
import { evaluationFailure, noChoiceMatched, runtimeFailure, StateFailure } from './failure.ts'
import { leaveState } from './leave.ts'
import { placeOf, type Step } from './step.ts'
import { startTask } from './task.ts'
import { parseTimestampMs } from './timestamp.ts'

export async function enterState(step: Step, frame: Frame): Promise<void> {
  const { Type } = step.stateOf(frame)
  frame.enteredMs = step.facts.nowMs
  frame.retryCount = 0
  frame.retries = []
  frame.enteredEventId = step.record(frame, `${Type}StateEntered`, { name: frame.state, input: frame.input })
  await runState(step, frame)
}

/** One try of the frame's state. */
export async function runState(step: Step, frame: Frame): Promise<void> {
  frame.attempt++
  await guarded(step, frame, () => startWork(step, frame))
}

async function startWork(step: Step, frame: Frame): Promise<void> {
  const state = step.stateOf(frame)
  switch (state.Type) {
    case 'Pass':
    case 'Succeed':
      return leaveState(step, frame, state)
    case 'Fail':
      return fail(step, frame)
    case 'Choice':
      return choose(step, frame)
    case 'Wait':
      return wait(step, frame)
    case 'Task':
      return startTask(step, frame)
    case 'Parallel':
      return startParallel(step, frame)
    case 'Map':
      return startMap(step, frame)
  }
}

async function fail(step: Step, frame: Frame): Promise<void> {
  const error = await fieldOf(step, frame, 'Error', 'string')
  const cause = await fieldOf(step, frame, 'Cause', 'string')
  // The fields hold strings: the validator and evaluateTyped see to it.
  throw new StateFailure((error as string | undefined) ?? null, (cause as string | undefined) ?? null, {
    terminal: true,
  })
}

async function choose(step: Step, frame: Frame): Promise<void> {
  const state = step.stateOf(frame)
  if (isJsonPath(step, frame)) throw new NotImplemented('Choice states in JSONPath')
  const scope = scopeOf(step, frame)
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    const field = `Choices[${index}]/`
    const holds = await evaluateTyped(rule.Condition ?? null, `${field}Condition`, 'boolean', scope)
    if (holds === true) return leaveState(step, frame, rule, {}, field)
  }
  if (state.Default === undefined) throw noChoiceMatched(placeOf(frame))
  const { Assign, Output } = state
  await leaveState(step, frame, {
    Next: state.Default,
    ...(Assign !== undefined && { Assign }),
    ...(Output !== undefined && { Output }),
  })
}

async function wait(step: Step, frame: Frame): Promise<void> {
  const dueMs = await waitDueMs(step, frame)
  if (dueMs <= step.facts.nowMs) return leaveState(step, frame, step.stateOf(frame))
  frame.phase = { kind: 'waiting' }
  step.setTimer(frame, 'wait', dueMs)
}

async function waitDueMs(step: Step, frame: Frame): Promise<number> {
  const timestamp = await fieldOf(step, frame, 'Timestamp', 'string')
  if (timestamp !== undefined) {
    const dueMs = parseTimestampMs(String(timestamp))
    if (dueMs !== undefined) return dueMs
    throw refusal(
      step,
      frame,
      'Timestamp',
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
    )
  }
  const seconds = await fieldOf(step, frame, 'Seconds', 'number')
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0) return dueAfterSec(step, seconds)
  throw refusal(step, frame, 'Seconds', `The Seconds field must be a non-negative integer but was: ${show(seconds)}`)
}

const show = (value: Json | undefined): string => JSON.stringify(value ?? null)

const refusal = (step: Step, frame: Frame, field: string, sentence: string): StateFailure =>
  isJsonPath(step, frame)
    ? runtimeFailure(placeOf(frame), sentence)
    : evaluationFailure(placeOf(frame), field, sentence)
