/** A world of its own for one recorded execution: a virtual clock, mocked tasks, token holders and child executions. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { seededRandom } from '@houston/core/random.ts'
import { advance } from '@houston/local/stepfunctions/advance.ts'
import type { Definition } from '@houston/local/stepfunctions/definition.ts'
import { describeExecution } from '@houston/local/stepfunctions/description.ts'
import {
  createExecution,
  type Effect,
  type Execution,
  type HistoryEvent,
  type Signal,
} from '@houston/local/stepfunctions/execution.ts'

export interface Mock {
  readonly output?: Json
  readonly error?: string | null
  readonly cause?: Json
  readonly timedOut?: boolean
  readonly delaySeconds?: number
}

export interface TokenSignal {
  readonly state: string
  readonly afterSeconds?: number
  readonly type: 'SendTaskSuccess' | 'SendTaskFailure' | 'SendTaskHeartbeat'
  readonly output?: Json
  readonly error?: string
  readonly cause?: string
}

export interface Script {
  readonly definition: Definition
  readonly input: Json
  readonly tasks: Readonly<Record<string, readonly Mock[]>>
  readonly signals: readonly TokenSignal[]
  readonly children: Readonly<Record<string, Definition>>
}

interface Due {
  readonly dueMs: number
  readonly order: number
  readonly run: () => Promise<void> | void
}

type Call = Extract<Effect, { kind: 'call' }>

/** Nothing of a vector lasts longer; a machine that still runs then is stuck. */
const endOfTimeMs = 10 * 366 * 86_400_000

const account = 'arn:aws:states:us-east-1:111111111111'

export class World {
  readonly #script: Script
  readonly startMs = Date.UTC(2030, 0, 1)
  nowMs = this.startMs
  readonly attempts: Record<string, number> = {}
  readonly payloads: Record<string, Json[]> = {}
  readonly retryDelaysSec: Record<string, number[]> = {}
  readonly #random = seededRandom(7)
  #queue: Due[] = []
  #order = 0
  readonly #timers = new Map<string, Due>()
  /** Open tokens by state, and the signals that came before their token. */
  readonly #open = new Map<string, { runner: Runner; task: string }>()
  readonly #early = new Map<string, TokenSignal[]>()

  constructor(script: Script) {
    this.#script = script
  }

  async run(): Promise<Runner> {
    const root = this.#start(this.#script.definition, 'machine', 'execution', this.#script.input)
    for (const signal of this.#script.signals)
      this.#at(this.startMs + (signal.afterSeconds ?? 0) * 1000, () => this.#deliver(signal))
    await root.receive({ kind: 'started' })
    while (root.execution.status === 'RUNNING') {
      const next = this.#queue.shift()
      if (next === undefined || next.dueMs > this.startMs + endOfTimeMs) throw new Error('the execution is stuck')
      this.nowMs = Math.max(this.nowMs, next.dueMs)
      await next.run()
    }
    return root
  }

  #start(
    definition: Definition,
    machineName: string,
    name: string,
    input: Json,
    ended?: (child: Runner) => void,
  ): Runner {
    const execution = createExecution({
      arn: `${account}:execution:${machineName}:${name}`,
      name,
      machineArn: `${account}:stateMachine:${machineName}`,
      machineName,
      roleArn: 'snf_role_arn',
      startMs: this.nowMs,
      input,
    })
    return new Runner(definition, execution, this, ended)
  }

  facts() {
    return { nowMs: this.nowMs, random: this.#random }
  }

  perform(runner: Runner, effect: Effect): void {
    switch (effect.kind) {
      case 'call':
        this.#call(runner, effect)
        return
      case 'set-timer':
        this.#setTimer(runner, effect)
        return
      case 'clear-timer':
        this.#drop(this.#timers.get(`${runner.execution.arn} ${effect.timer}`))
        return
      case 'abandon':
        for (const [state, open] of this.#open) if (open.task === effect.task) this.#open.delete(state)
        return
      case 'complete':
        runner.ended?.(runner)
        return
    }
  }

  #setTimer(runner: Runner, { timer, dueMs }: { timer: string; dueMs: number }): void {
    const key = `${runner.execution.arn} ${timer}`
    this.#drop(this.#timers.get(key))
    if (timer.endsWith(':retry')) {
      const state = runner.execution.frames[timer.split('.')[0] ?? '']?.state ?? ''
      this.retryDelaysSec[state] = [...(this.retryDelaysSec[state] ?? []), (dueMs - this.nowMs) / 1000]
    }
    this.#timers.set(
      key,
      this.#at(dueMs, () => runner.receive({ kind: 'timer-fired', timer })),
    )
  }

  #call(runner: Runner, call: Call): void {
    const { state, task, token } = call
    const attempt = this.attempts[state] ?? 0
    this.attempts[state] = attempt + 1
    const { Payload } = call.arguments as { Payload?: Json }
    const isInvoke = call.resource.kind === 'service' && call.resource.service === 'lambda'
    this.payloads[state] = [...(this.payloads[state] ?? []), isInvoke ? (Payload ?? null) : call.arguments]
    if (token !== undefined) this.#opened(runner, state, task)
    const mock = this.#script.tasks[state]?.[attempt]
    const startsChild = call.resource.kind === 'service' && call.resource.service === 'states'
    if (mock !== undefined) this.#answer(runner, call, mock)
    else if (startsChild) this.#startChild(runner, call)
    else if (token === undefined) throw new Error(`no mock for call ${attempt + 1} of ${state}`)
    else this.#send(runner, { kind: 'task-returned', task, output: { StatusCode: 200 } }, 0)
  }

  #answer(runner: Runner, call: Call, mock: Mock): void {
    if (mock.timedOut === true) return
    const { task, resource } = call
    const delayMs = (mock.delaySeconds ?? 0) * 1000
    if (mock.error !== undefined || mock.output === undefined) {
      const cause =
        typeof mock.cause === 'string' || mock.cause == null ? (mock.cause ?? null) : JSON.stringify(mock.cause)
      this.#send(runner, { kind: 'task-failed', task, error: mock.error ?? null, cause }, delayMs)
      return
    }
    const output = mock.output
    if (resource.kind !== 'service' || !resource.pattern.startsWith('sync')) {
      this.#send(runner, { kind: 'task-returned', task, output }, delayMs)
      // A mocked token task without signals is answered by its mock.
      if (call.token !== undefined && this.#script.signals.length === 0)
        this.#send(runner, { kind: 'token-succeeded', task, output }, delayMs)
      return
    }
    const { ExecutionArn, StartDate } = output as JsonObject
    this.#send(
      runner,
      { kind: 'task-returned', task, output: { ExecutionArn: ExecutionArn ?? '', StartDate: StartDate ?? '' } },
      delayMs,
    )
    this.#send(runner, { kind: 'child-ended', task, status: 'SUCCEEDED', description: output as JsonObject }, delayMs)
  }

  #startChild(runner: Runner, { task, arguments: args, resource }: Call): void {
    const { StateMachineArn, Input, Name } = args as { StateMachineArn: string; Input?: Json; Name?: string }
    const definition = this.#script.children[StateMachineArn]
    if (definition === undefined) throw new Error(`no child machine ${StateMachineArn}`)
    const waits = resource.kind === 'service' && resource.pattern.startsWith('sync')
    const child = this.#start(definition, StateMachineArn, Name ?? `${task}-child`, Input ?? {}, (ended) => {
      if (!waits) return
      const { status } = ended.execution
      this.#send(runner, { kind: 'child-ended', task, status, description: describeExecution(ended.execution) }, 0)
    })
    const output = { ExecutionArn: child.execution.arn, StartDate: new Date(this.nowMs).toISOString() }
    this.#send(runner, { kind: 'task-returned', task, output }, 0)
    this.#at(this.nowMs, () => child.receive({ kind: 'started' }))
  }

  #opened(runner: Runner, state: string, task: string): void {
    this.#open.set(state, { runner, task })
    const early = this.#early.get(state)?.shift()
    if (early !== undefined) this.#at(this.nowMs, () => this.#deliver(early))
  }

  async #deliver(signal: TokenSignal): Promise<void> {
    const open = this.#open.get(signal.state)
    if (open === undefined) {
      this.#early.set(signal.state, [...(this.#early.get(signal.state) ?? []), signal])
      return
    }
    const { runner, task } = open
    if (signal.type === 'SendTaskHeartbeat') return runner.receive({ kind: 'token-heartbeat', task })
    this.#open.delete(signal.state)
    if (signal.type === 'SendTaskSuccess')
      return runner.receive({ kind: 'token-succeeded', task, output: signal.output ?? null })
    return runner.receive({ kind: 'task-failed', task, error: signal.error ?? null, cause: signal.cause ?? null })
  }

  #send(runner: Runner, signal: Signal, delayMs: number): void {
    this.#at(this.nowMs + delayMs, () => runner.receive(signal))
  }

  #at(dueMs: number, run: Due['run']): Due {
    const due: Due = { dueMs, order: this.#order++, run }
    const index = this.#queue.findIndex((other) => other.dueMs > dueMs)
    if (index === -1) this.#queue.push(due)
    else this.#queue.splice(index, 0, due)
    return due
  }

  #drop(due: Due | undefined): void {
    if (due !== undefined) this.#queue = this.#queue.filter((other) => other !== due)
  }
}

/** One execution in the world. Its state goes through JSON text between any two steps, as in the runtime. */
export class Runner {
  execution: Execution
  readonly history: HistoryEvent[] = []
  readonly ended: ((runner: Runner) => void) | undefined
  readonly #definition: Definition
  readonly #world: World

  constructor(definition: Definition, execution: Execution, world: World, ended?: (runner: Runner) => void) {
    this.#definition = definition
    this.execution = execution
    this.#world = world
    this.ended = ended
  }

  async receive(signal: Signal): Promise<void> {
    const moved = await advance(this.#definition, this.execution, signal, this.#world.facts())
    this.execution = JSON.parse(JSON.stringify(moved.execution)) as Execution
    this.history.push(...moved.events)
    for (const effect of moved.effects) this.#world.perform(this, effect)
  }
}
