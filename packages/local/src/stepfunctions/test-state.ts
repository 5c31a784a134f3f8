/** TestState: one state on its own, with what it calls mocked; the same cases run against AWS and here. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { NotImplemented } from '../aws-service.ts'
import { createFrame } from './children.ts'
import { argumentsOf, countOf, itemsOf } from './dataflow.ts'
import type { Definition, StateDefinition } from './definition.ts'
import { enterState } from './enter.ts'
import { createExecution, type Facts, type Frame } from './execution.ts'
import { guarded } from './fail.ts'
import { StateFailure, toleratedFailureExceeded } from './failure.ts'
import { leaveState } from './leave.ts'
import { findCatcher, findRetrier } from './retry.ts'
import { Step, taskOf } from './step.ts'
import { taskSignal } from './task.ts'
import { type Mock, parseTest, type StateTest, type TestStateRequest } from './test-state-request.ts'

export interface TestStateAnswer {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR'
  readonly output?: Json
  readonly error?: string
  readonly cause?: string
  readonly nextState?: string
  readonly inspectionData?: JsonObject
}

/** Runs the state once and says what became of it. Wrong requests throw AWS's errors. */
export async function testState(request: TestStateRequest, facts: Facts): Promise<TestStateAnswer> {
  const test = parseTest(request)
  const { step, frame } = stage(test, facts)
  const inspected: JsonObject = { input: test.input }
  if (Object.keys(test.variables).length > 0) inspected.variables = test.variables
  const failure = await runMocked(step, frame, test, inspected)
  return answer(step, test, inspected, failure)
}

/** AWS calls the state by this name whatever the definition calls it. */
const stageName = 'StateName'

function stage(test: StateTest, facts: Facts): { step: Step; frame: Frame } {
  const definition: Definition = {
    QueryLanguage: test.language,
    StartAt: stageName,
    States: { [stageName]: test.state },
  }
  const account = 'arn:aws:states:us-east-1:000000000000'
  const execution = createExecution({
    arn: `${account}:express:test:test`,
    name: 'test',
    machineArn: `${account}:stateMachine:test`,
    machineName: 'test',
    roleArn: test.roleArn ?? '',
    startMs: facts.nowMs,
    input: test.input,
  })
  const step = new Step(definition, execution, facts)
  const frame = createFrame(step, { index: 0, path: [], input: test.input, lastEventId: 0 })
  step.ready.length = 0
  frame.variables = test.variables
  return { step, frame }
}

/** Runs the state with its mock; answers the failure it met, also where that was caught or will be retried. */
async function runMocked(
  step: Step,
  frame: Frame,
  test: StateTest,
  inspected: JsonObject,
): Promise<StateFailure | undefined> {
  const { state, mock, configuration } = test
  frame.enteredMs = step.facts.nowMs
  frame.retries = (state.Retry ?? []).map(() => configuration.retrierRetryCount)
  switch (state.Type) {
    case 'Task':
      return runTask(step, frame, mock, inspected)
    case 'Map':
      return runMap(step, frame, test, inspected)
    case 'Parallel':
      return runParallel(step, frame, mock)
    case 'Wait':
      return runWait(step, frame)
    default:
      await enterState(step, frame)
      return failureOf(step)
  }
}

const failureOf = (step: Step): StateFailure | undefined =>
  step.execution.status === 'FAILED'
    ? new StateFailure(step.execution.error ?? null, step.execution.cause ?? null)
    : undefined

async function runTask(step: Step, frame: Frame, mock: Mock | undefined, inspected: JsonObject) {
  if (mock === undefined) throw new NotImplemented('TestState of a Task without a mock')
  const retries = frame.retries
  await enterState(step, frame)
  frame.retries = retries
  const call = step.effects.find((effect) => effect.kind === 'call')
  if (call === undefined) return failureOf(step)
  inspected.afterArguments = call.arguments
  const task = taskOf(frame)
  if (mock.kind === 'error') {
    await taskSignal(step, { kind: 'task-failed', task, error: mock.error, cause: mock.cause })
    return new StateFailure(mock.error, mock.cause)
  }
  inspected.result = mock.result
  await taskSignal(step, { kind: 'token-succeeded', task, output: mock.result })
  return failureOf(step)
}

async function runMap(step: Step, frame: Frame, test: StateTest, inspected: JsonObject) {
  const { mock, configuration, state } = test
  let failure: StateFailure | undefined
  await guarded(step, frame, async () => {
    if (state.ItemReader === undefined) await itemsOf(step, frame)
    inspected.maxConcurrency = (await countOf(step, frame, 'MaxConcurrency')) ?? 0
    const count = await countOf(step, frame, 'ToleratedFailureCount')
    const percentage = await countOf(step, frame, 'ToleratedFailurePercentage')
    if (count !== undefined) inspected.toleratedFailureCount = count
    if (percentage !== undefined) inspected.toleratedFailurePercentage = percentage
    const failures = configuration.mapIterationFailureCount
    const items = mock?.kind === 'result' && Array.isArray(mock.result) ? mock.result.length : 0
    const exceeded =
      (count !== undefined && failures > count) ||
      (percentage !== undefined && items > 0 && (failures / items) * 100 > percentage)
    failure = exceeded ? toleratedFailureExceeded() : mockFailure(mock)
    if (failure !== undefined) throw failure
    await leaveState(step, frame, state, { result: mock?.kind === 'result' ? mock.result : [] })
  })
  return failure ?? failureOf(step)
}

async function runParallel(step: Step, frame: Frame, mock: Mock | undefined) {
  const failure = mockFailure(mock)
  await guarded(step, frame, async () => {
    await argumentsOf(step, frame)
    if (failure !== undefined) throw failure
    await leaveState(step, frame, step.stateOf(frame), { result: mock?.kind === 'result' ? mock.result : [] })
  })
  return failure ?? failureOf(step)
}

/** A Wait state does not wait here. */
async function runWait(step: Step, frame: Frame) {
  await enterState(step, frame)
  if (frame.phase.kind === 'waiting') await guarded(step, frame, () => leaveState(step, frame, step.stateOf(frame)))
  return failureOf(step)
}

const mockFailure = (mock: Mock | undefined): StateFailure | undefined =>
  mock?.kind === 'error' ? new StateFailure(mock.error, mock.cause) : undefined

function answer(
  step: Step,
  test: StateTest,
  inspected: JsonObject,
  failure: StateFailure | undefined,
): TestStateAnswer {
  const exited = step.events.find(({ type }) => type.endsWith('StateExited'))
  const retry = step.effects.find((effect) => effect.kind === 'set-timer' && effect.timer.endsWith(':retry'))
  const status =
    failure === undefined
      ? 'SUCCEEDED'
      : retry !== undefined
        ? 'RETRIABLE'
        : exited !== undefined
          ? 'CAUGHT_ERROR'
          : 'FAILED'
  const next = step.execution.frames[0]?.state
  const details = failure === undefined ? {} : errorDetails(test.state, failure, status)
  if (retry?.kind === 'set-timer') details.retryBackoffIntervalSeconds = (retry.dueMs - step.facts.nowMs) / 1000
  if (Object.keys(details).length > 0) inspected.errorDetails = details
  return {
    status,
    ...(exited?.output !== undefined && { output: exited.output }),
    ...(typeof failure?.error === 'string' && { error: failure.error }),
    ...(typeof failure?.cause === 'string' && { cause: failure.cause }),
    ...(exited !== undefined && next !== undefined && next !== stageName && { nextState: next }),
    ...(test.inspectionLevel !== 'INFO' && { inspectionData: inspected }),
  }
}

function errorDetails(state: StateDefinition, failure: StateFailure, status: TestStateAnswer['status']): JsonObject {
  const retryIndex = findRetrier(state.Retry ?? [], failure)
  const catchIndex = status === 'CAUGHT_ERROR' ? findCatcher(state.Catch ?? [], failure)?.index : undefined
  return {
    ...(retryIndex !== -1 && { retryIndex }),
    ...(catchIndex !== undefined && { catchIndex }),
  }
}
