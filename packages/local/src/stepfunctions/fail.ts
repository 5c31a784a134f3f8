/** Failing a state: its retriers, then its catchers, then whatever runs the frame. */
import { secondMs } from '@houston/core/clock.ts'
import { childFailed } from './children.ts'
import type { Frame } from './execution.ts'
import { StateFailure } from './failure.ts'
import { leaveState } from './leave.ts'
import { decideRetry, findCatcher } from './retry.ts'
import type { Step } from './step.ts'

/** Runs a piece of a state's work; a failure of the state goes to its retriers and catchers. */
export async function guarded(step: Step, frame: Frame, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error
    await failState(step, frame, error)
  }
}

export async function failState(step: Step, frame: Frame, failure: StateFailure): Promise<void> {
  recordEvaluation(step, frame, failure)
  const state = step.stateOf(frame)
  if (!failure.terminal) {
    const decision = decideRetry(state.Retry ?? [], failure, frame.retries, step.facts.random)
    if (decision.kind === 'retry') return scheduleRetry(step, frame, decision)
    const caught = findCatcher(state.Catch ?? [], failure)
    if (caught !== undefined) {
      const errorOutput = { Error: failure.error, Cause: failure.cause ?? (failure.error === null ? null : '') }
      try {
        return await leaveState(step, frame, caught.catcher, { errorOutput }, `Catch[${caught.index}]/`)
      } catch (error) {
        if (!(error instanceof StateFailure)) throw error
        recordEvaluation(step, frame, error)
        return failFrame(step, frame, error)
      }
    }
  }
  return failFrame(step, frame, failure)
}

function recordEvaluation(step: Step, frame: Frame, failure: StateFailure): void {
  if (failure.location === undefined) return
  step.record(frame, 'EvaluationFailed', {
    name: frame.state,
    location: failure.location,
    ...(failure.error !== null && { error: failure.error }),
    ...(failure.cause !== null && { cause: failure.cause }),
  })
}

function scheduleRetry(step: Step, frame: Frame, decision: { retrier: number; delayMs: number }): void {
  step.clear(frame)
  frame.retries[decision.retrier] = (frame.retries[decision.retrier] ?? 0) + 1
  for (let at = 0; at < decision.retrier; at++) frame.retries[at] ??= 0
  frame.retryCount++
  frame.phase = { kind: 'retrying' }
  step.setTimer(frame, 'retry', step.facts.nowMs + decision.delayMs)
}

/** The frame ends in failure: with it the execution, or the Parallel or Map state it runs for. */
async function failFrame(step: Step, frame: Frame, failure: StateFailure): Promise<void> {
  const { Type } = step.stateOf(frame)
  if (Type === 'Parallel' || Type === 'Map') step.record(frame, `${Type}StateFailed`)
  if (frame.parent !== undefined) return childFailed(step, frame, failure)
  step.complete('FAILED', 'ExecutionFailed', { error: failure.error, cause: failure.cause })
}

/** A failure that is a timeout: AWS gives it no cause. */
export const timeoutFailure = (heartbeat: boolean): StateFailure =>
  new StateFailure('States.Timeout', null, { heartbeat })

export const dueAfterSec = (step: Step, delaySec: number): number => step.facts.nowMs + Math.round(delaySec * secondMs)
