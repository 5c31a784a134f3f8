/** The whole state of an execution as one JSON value, and what moves it: signals in; effects and history out. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { Random } from '@houston/core/random.ts'

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

export interface Execution {
  readonly arn: string
  readonly name: string
  readonly machineArn: string
  readonly machineName: string
  readonly roleArn: string
  readonly startMs: number
  readonly input: Json
  status: Status
  stopMs?: number
  output?: Json
  error?: string | null
  cause?: string | null
  /** Number of history events so far, which is the last event's id. */
  eventCount: number
  nextFrame: number
  /** Running threads by id: the machine itself, and one per branch of a Parallel and item of a Map. */
  frames: Record<string, Frame>
}

/** One thread through a list of states. */
export interface Frame {
  readonly id: number
  /** The frame whose Parallel or Map state runs this one. */
  readonly parent?: number
  /** Which branch or item of the parent. */
  readonly index: number
  /** Keys from the definition's root to the list of states this frame runs in, e.g. `States/Fan/Branches/0`. */
  readonly path: readonly string[]
  readonly item?: { readonly Index: number; readonly Value: Json }
  variables: JsonObject
  state: string
  input: Json
  enteredEventId: number
  enteredMs: number
  lastEventId: number
  /** Counts every try of every state of this frame, so that late answers and timers are recognised as stale. */
  attempt: number
  /** Retries of the state being visited: what `$states.context.State.RetryCount` shows. */
  retryCount: number
  /** Retries spent per retrier of the state being visited. */
  retries: number[]
  /** Timers set for the current try. */
  timers: TimerName[]
  phase: Phase
}

export type TimerName = 'timeout' | 'heartbeat' | 'wait' | 'retry'

export type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'retrying' }
  | { readonly kind: 'task'; readonly resource: Resource; readonly token?: string; readonly heartbeatSec?: number }
  | Children

/** A Parallel or Map state at work. */
export interface Children {
  readonly kind: 'children'
  results: Json[]
  /** Indexes whose failure was tolerated. */
  failed: number[]
  pending: number
  /** Of a Map only: what is left to start, and how. */
  map?: {
    readonly items: Json[]
    next: number
    readonly maxConcurrency: number
    readonly tolerated: { readonly count?: number; readonly percentage?: number }
  }
}

export type Pattern = 'request' | 'waitForTaskToken' | 'sync' | 'sync:2'

/** What a Task state calls. */
export type Resource =
  | { readonly kind: 'function'; readonly arn: string }
  | { readonly kind: 'service'; readonly service: string; readonly action: string; readonly pattern: Pattern }

export type Signal =
  | { readonly kind: 'started' }
  /** The called service answered; for a task that waits on a token or a child this only submits it. */
  | { readonly kind: 'task-returned'; readonly task: string; readonly output: Json }
  | {
      readonly kind: 'task-failed'
      readonly task: string
      readonly error: string | null
      readonly cause: string | null
    }
  | { readonly kind: 'timer-fired'; readonly timer: string }
  | { readonly kind: 'token-succeeded'; readonly task: string; readonly output: Json }
  | { readonly kind: 'token-heartbeat'; readonly task: string }
  | { readonly kind: 'child-ended'; readonly task: string; readonly status: Status; readonly description: JsonObject }
  | { readonly kind: 'stop'; readonly error?: string; readonly cause?: string }

export type Effect =
  | {
      readonly kind: 'call'
      /** Names the try: `<frame>.<attempt>`. */
      readonly task: string
      readonly state: string
      readonly resource: Resource
      readonly arguments: Json
      readonly token?: string
    }
  /** The task is over without its answer: forget its token, and stop its child execution where it has one. */
  | { readonly kind: 'abandon'; readonly task: string }
  | { readonly kind: 'set-timer'; readonly timer: string; readonly dueMs: number }
  | { readonly kind: 'clear-timer'; readonly timer: string }
  | { readonly kind: 'complete'; readonly status: Status }

export interface HistoryEvent {
  readonly id: number
  readonly previousId: number
  readonly timeMs: number
  readonly type: string
  readonly name?: string
  readonly index?: number
  readonly length?: number
  readonly input?: Json
  readonly output?: Json
  readonly assigned?: JsonObject
  readonly error?: string
  readonly cause?: string
  readonly location?: string
  readonly resourceType?: string
  readonly resource?: string
  readonly parameters?: Json
  readonly timeoutSec?: number
  readonly heartbeatSec?: number
  readonly roleArn?: string
}

/** Time and chance, from outside. */
export interface Facts {
  readonly nowMs: number
  readonly random: Random
}

export interface Advance {
  readonly execution: Execution
  readonly effects: readonly Effect[]
  readonly events: readonly HistoryEvent[]
}

export interface ExecutionSeed {
  readonly arn: string
  readonly name: string
  readonly machineArn: string
  readonly machineName: string
  readonly roleArn: string
  readonly startMs: number
  readonly input: Json
}

/** An execution before its `started` signal. */
export const createExecution = (seed: ExecutionSeed): Execution => ({
  ...seed,
  status: 'RUNNING',
  eventCount: 0,
  nextFrame: 0,
  frames: {},
})
