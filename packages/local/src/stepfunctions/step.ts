/** One step of an execution while it is being made: the draft of the new state, and what the step emits. */
import type { Json } from '@houston/core/json.ts'
import { type Definition, type StateDefinition, stateOf } from './definition.ts'
import type { Effect, Execution, Facts, Frame, HistoryEvent, Status, TimerName } from './execution.ts'
import { HistoryFull, type Place } from './failure.ts'
import { quotas } from './quota.ts'

type Details = Omit<HistoryEvent, 'id' | 'previousId' | 'timeMs' | 'type'>

export class Step {
  readonly definition: Definition
  readonly execution: Execution
  readonly facts: Facts
  readonly effects: Effect[] = []
  readonly events: HistoryEvent[] = []
  /** Frames whose next state is to be entered, in turn. */
  readonly ready: number[] = []

  constructor(definition: Definition, execution: Execution, facts: Facts) {
    this.definition = definition
    this.execution = structuredClone(execution)
    this.facts = facts
  }

  get over(): boolean {
    return this.execution.status !== 'RUNNING'
  }

  frame(id: number): Frame | undefined {
    return this.execution.frames[id]
  }

  /** The frame whose try `task` names, unless that try is over. */
  frameOfTask(task: string): Frame | undefined {
    const [id, attempt] = task.split('.').map(Number)
    const frame = id === undefined ? undefined : this.frame(id)
    return frame?.attempt === attempt ? frame : undefined
  }

  parentOf(frame: Frame): Frame | undefined {
    return frame.parent === undefined ? undefined : this.frame(frame.parent)
  }

  childrenOf(frame: Frame): Frame[] {
    return Object.values(this.execution.frames).filter((other) => other.parent === frame.id)
  }

  stateOf(frame: Frame): StateDefinition {
    return stateOf(this.definition, frame)
  }

  /** Adds to the history and answers the event's id. The last event the quota allows may only end the execution. */
  record(frame: Frame | undefined, type: string, details: Details = {}): number {
    const ends = type === 'ExecutionSucceeded'
    if (!ends && this.execution.eventCount >= quotas.historyEvents - 1) throw new HistoryFull()
    return this.#append(frame, type, details)
  }

  /** Ends the execution: the last event, the result, and nothing left running. */
  complete(
    status: Status,
    type: string,
    result: { output?: Json; error?: string | null; cause?: string | null },
  ): void {
    const { output, error, cause } = result
    this.#append(undefined, type, {
      ...(output !== undefined && { output }),
      ...(typeof error === 'string' && { error }),
      ...(typeof cause === 'string' && { cause }),
    })
    for (const frame of Object.values(this.execution.frames)) this.clear(frame)
    Object.assign(this.execution, { status, stopMs: this.facts.nowMs, frames: {} })
    if (output !== undefined) this.execution.output = output
    if (error !== undefined) this.execution.error = error
    if (cause !== undefined) this.execution.cause = cause
    this.effects.push({ kind: 'clear-timer', timer: 'execution' }, { kind: 'complete', status })
  }

  /** Takes back what a frame's try has under way, and makes its late answers stale. */
  clear(frame: Frame): void {
    if (frame.phase.kind === 'task') this.effects.push({ kind: 'abandon', task: taskOf(frame) })
    for (const name of frame.timers) this.effects.push({ kind: 'clear-timer', timer: `${taskOf(frame)}:${name}` })
    frame.timers = []
    frame.attempt++
    frame.phase = { kind: 'ready' }
  }

  /** Sets or moves one of the frame's timers. */
  setTimer(frame: Frame, name: TimerName, dueMs: number): void {
    if (!frame.timers.includes(name)) frame.timers.push(name)
    this.effects.push({ kind: 'set-timer', timer: `${taskOf(frame)}:${name}`, dueMs })
  }

  #append(frame: Frame | undefined, type: string, details: Details): number {
    const previousId = frame?.lastEventId ?? this.execution.eventCount
    const id = ++this.execution.eventCount
    this.events.push({ id, previousId, timeMs: this.facts.nowMs, type, ...details })
    if (frame !== undefined) frame.lastEventId = id
    return id
  }
}

export const taskOf = (frame: Frame): string => `${frame.id}.${frame.attempt}`

export const placeOf = (frame: Frame): Place => ({ state: frame.state, enteredEventId: frame.enteredEventId })
