/**
 * The interpreter: one signal moves an execution as far as it can go, to where everything waits.
 * Pure apart from JSONata's promises: time and chance come in, effects and history come out.
 */
import { createFrame } from './children.ts'
import type { Definition } from './definition.ts'
import { enterState, runState } from './enter.ts'
import type { Advance, Execution, Facts, Signal } from './execution.ts'
import { guarded } from './fail.ts'
import { HistoryFull } from './failure.ts'
import { leaveState } from './leave.ts'
import { quotas } from './quota.ts'
import { Step } from './step.ts'
import { taskSignal, taskTimedOut } from './task.ts'

/** The next state of `execution` after `signal`. The given one is left as it is. A closed execution stays as it is. */
export async function advance(
  definition: Definition,
  execution: Execution,
  signal: Signal,
  facts: Facts,
): Promise<Advance> {
  const step = new Step(definition, execution, facts)
  if (!step.over) {
    try {
      await receive(step, signal)
      await runReady(step)
    } catch (error) {
      if (!(error instanceof HistoryFull)) throw error
      step.complete('FAILED', 'ExecutionFailed', {
        error: 'States.Runtime',
        cause: `The execution reached the maximum number of history events (${quotas.historyEvents}).`,
      })
    }
  }
  return { execution: step.execution, effects: step.effects, events: step.events }
}

/** Ends an execution the interpreter cannot go on with: a feature it lacks, or a defect of its own. */
export function failExecution(definition: Definition, execution: Execution, cause: string, facts: Facts): Advance {
  const step = new Step(definition, execution, facts)
  if (!step.over) step.complete('FAILED', 'ExecutionFailed', { error: 'States.Runtime', cause })
  return { execution: step.execution, effects: step.effects, events: step.events }
}

async function runReady(step: Step): Promise<void> {
  for (let id = step.ready.shift(); id !== undefined && !step.over; id = step.ready.shift()) {
    const frame = step.frame(id)
    if (frame !== undefined) await enterState(step, frame)
  }
}

async function receive(step: Step, signal: Signal): Promise<void> {
  switch (signal.kind) {
    case 'started':
      return start(step)
    case 'stop':
      return stop(step, signal)
    case 'timer-fired':
      return timerFired(step, signal.timer)
    default:
      return taskSignal(step, signal)
  }
}

function start(step: Step): void {
  const { execution, definition, facts } = step
  const lastEventId = step.record(undefined, 'ExecutionStarted', { input: execution.input, roleArn: execution.roleArn })
  createFrame(step, { index: 0, path: [], input: execution.input, lastEventId })
  if (definition.TimeoutSeconds !== undefined)
    step.effects.push({ kind: 'set-timer', timer: 'execution', dueMs: facts.nowMs + definition.TimeoutSeconds * 1000 })
}

function stop(step: Step, { error, cause }: { error?: string; cause?: string }): void {
  step.complete('ABORTED', 'ExecutionAborted', {
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  })
}

async function timerFired(step: Step, timer: string): Promise<void> {
  if (timer === 'execution') return step.complete('TIMED_OUT', 'ExecutionTimedOut', { error: 'States.Timeout' })
  const [task = '', name] = timer.split(':')
  const frame = step.frameOfTask(task)
  if (frame === undefined) return
  frame.timers = frame.timers.filter((other) => other !== name)
  switch (name) {
    case 'wait':
      return guarded(step, frame, () => leaveState(step, frame, step.stateOf(frame)))
    case 'retry':
      return runState(step, frame)
    default:
      return taskTimedOut(step, frame, name === 'heartbeat')
  }
}
