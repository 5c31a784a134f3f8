/** Task states: what they send, what their answers mean. */
import type { Json } from '@houston/core/json.ts'
import { scopeOf } from './context.ts'
import { argumentsOf, countOf, isJsonPath } from './dataflow.ts'
import { actionName, parseResource } from './definition.ts'
import type { Frame, Resource, Signal } from './execution.ts'
import { evaluateTemplate } from './expression.ts'
import { dueAfterSec, failState, guarded, timeoutFailure } from './fail.ts'
import { StateFailure } from './failure.ts'
import { checkPayload, leaveState } from './leave.ts'
import { type Step, taskOf } from './step.ts'

type TaskPhase = Extract<Frame['phase'], { kind: 'task' }>

/** 36 random bytes with a mark in front, so that a mistyped token is told from a closed one. */
const newToken = (step: Step): string => `AQC8${Buffer.from(step.facts.random.bytes(36)).toString('base64url')}`

export const looksLikeToken = (text: string): boolean => /^AQC8[A-Za-z0-9_-]{48}$/.test(text)

export async function startTask(step: Step, frame: Frame): Promise<void> {
  const state = step.stateOf(frame)
  const resource = parseResource(state.Resource ?? '')
  const waitsForToken = resource.kind === 'service' && resource.pattern === 'waitForTaskToken'
  // The token is made first: the arguments carry it out.
  let phase: TaskPhase = { kind: 'task', resource, ...(waitsForToken && { token: newToken(step) }) }
  frame.phase = phase
  const args = await argumentsOf(step, frame)
  checkPayload(frame.state, args)
  const timeoutSec = await countOf(step, frame, 'TimeoutSeconds')
  const heartbeatSec = await countOf(step, frame, 'HeartbeatSeconds')
  if (state.Credentials !== undefined && !isJsonPath(step, frame))
    await evaluateTemplate(state.Credentials, 'Credentials', scopeOf(step, frame))
  if (waitsForToken && heartbeatSec !== undefined) phase = { ...phase, heartbeatSec }
  frame.phase = phase
  recordScheduled(step, frame, resource, args, { timeoutSec, heartbeatSec })
  if (timeoutSec !== undefined) step.setTimer(frame, 'timeout', dueAfterSec(step, timeoutSec))
  setHeartbeat(step, frame, phase)
  const token = phase.token
  const task = taskOf(frame)
  const call = { kind: 'call', task, state: frame.state, resource, arguments: args } as const
  step.effects.push(token === undefined ? call : { ...call, token })
}

function recordScheduled(
  step: Step,
  frame: Frame,
  resource: Resource,
  args: Json,
  bounds: { timeoutSec: number | undefined; heartbeatSec: number | undefined },
): void {
  const timeout = bounds.timeoutSec === undefined ? {} : { timeoutSec: bounds.timeoutSec }
  if (resource.kind === 'function') {
    step.record(frame, 'LambdaFunctionScheduled', { input: args, resource: resource.arn, ...timeout })
    step.record(frame, 'LambdaFunctionStarted')
    return
  }
  const named = { resourceType: resource.service, resource: actionName(resource) }
  step.record(frame, 'TaskScheduled', {
    ...named,
    parameters: args,
    ...timeout,
    ...(bounds.heartbeatSec !== undefined && { heartbeatSec: bounds.heartbeatSec }),
  })
  step.record(frame, 'TaskStarted', named)
}

function setHeartbeat(step: Step, frame: Frame, phase: TaskPhase): void {
  if (phase.heartbeatSec !== undefined) step.setTimer(frame, 'heartbeat', dueAfterSec(step, phase.heartbeatSec))
}

const eventPrefix = (resource: Resource): string => (resource.kind === 'function' ? 'LambdaFunction' : 'Task')

const named = (resource: Resource): { resourceType?: string; resource?: string } =>
  resource.kind === 'function' ? {} : { resourceType: resource.service, resource: actionName(resource) }

/** Answers of the called service, of a token's holder and of a child execution. Late ones change nothing. */
export async function taskSignal(
  step: Step,
  signal: Exclude<Signal, { kind: 'started' | 'stop' | 'timer-fired' }>,
): Promise<void> {
  const frame = step.frameOfTask(signal.task)
  if (frame?.phase.kind !== 'task') return
  const phase = frame.phase
  switch (signal.kind) {
    case 'task-returned':
      if (phase.resource.kind === 'service' && phase.resource.pattern !== 'request') {
        step.record(frame, 'TaskSubmitted', { ...named(phase.resource), output: signal.output })
        return
      }
      return taskSucceeded(step, frame, phase, signal.output)
    case 'token-succeeded':
      return taskSucceeded(step, frame, phase, signal.output)
    case 'task-failed':
      return taskFailed(step, frame, phase, new StateFailure(signal.error, signal.cause))
    case 'token-heartbeat':
      return setHeartbeat(step, frame, phase)
    case 'child-ended':
      return childExecutionEnded(step, frame, phase, signal)
  }
}

async function taskSucceeded(step: Step, frame: Frame, phase: TaskPhase, output: Json): Promise<void> {
  await guarded(step, frame, async () => {
    checkPayload(frame.state, output)
    step.record(frame, `${eventPrefix(phase.resource)}Succeeded`, { ...named(phase.resource), output })
    await leaveState(step, frame, step.stateOf(frame), { result: output })
  })
}

async function taskFailed(step: Step, frame: Frame, phase: TaskPhase, failure: StateFailure): Promise<void> {
  const { error, cause } = failure
  step.record(frame, `${eventPrefix(phase.resource)}Failed`, {
    ...named(phase.resource),
    ...(error !== null && { error }),
    ...(cause !== null && { cause }),
  })
  await failState(step, frame, failure)
}

export async function taskTimedOut(step: Step, frame: Frame, heartbeat: boolean): Promise<void> {
  if (frame.phase.kind !== 'task') return
  const { resource } = frame.phase
  step.record(frame, `${eventPrefix(resource)}TimedOut`, { ...named(resource), error: 'States.Timeout' })
  await failState(step, frame, timeoutFailure(heartbeat))
}

/** `.sync` hands on the child's description with its output as text, `.sync:2` as JSON. */
async function childExecutionEnded(
  step: Step,
  frame: Frame,
  phase: TaskPhase,
  signal: Extract<Signal, { kind: 'child-ended' }>,
): Promise<void> {
  const { description, status } = signal
  if (status !== 'SUCCEEDED')
    return taskFailed(step, frame, phase, new StateFailure('States.TaskFailed', JSON.stringify(description)))
  const asJson = phase.resource.kind === 'service' && phase.resource.pattern === 'sync:2'
  const parsed = Object.fromEntries(
    Object.entries(description).map(([key, value]) =>
      (key === 'Input' || key === 'Output') && typeof value === 'string'
        ? [key, JSON.parse(value) as Json]
        : [key, value],
    ),
  )
  await taskSucceeded(step, frame, phase, asJson ? parsed : description)
}
