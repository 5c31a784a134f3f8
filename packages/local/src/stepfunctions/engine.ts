/**
 * The embedded Step Functions: durable executions on the movable clock. Every step (state, history, what to do next) is one
 * transaction, made before anything is done; what was begun and not answered is done again after a restart.
 */
import { randomUUID } from 'node:crypto'
import { hourMs, isoTime } from '@houston/core/clock.ts'
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { Random } from '@houston/core/random.ts'
import type { Activity } from '../activity.ts'
import type { Database } from '../database.ts'
import type { Invoker } from '../invoker.ts'
import type { Timers } from '../timers.ts'
import { advance, failExecution } from './advance.ts'
import { type Answer, answerSignal, childInput, type PutEvents, performCall } from './calls.ts'
import type { Definition } from './definition.ts'
import { describeExecution } from './description.ts'
import {
  type Advance,
  createExecution,
  type Execution,
  type Facts,
  type HistoryEvent,
  type Signal,
} from './execution.ts'
import { loadMachines, type Machine, type MachineSource } from './machines.ts'
import { quotas } from './quota.ts'
import { Slots } from './slots.ts'
import { type Aftermath, type Call, ExecutionStore, type Parent, type Stored } from './store.ts'

export interface StepFunctionsOptions {
  readonly database: Database
  readonly timers: Timers
  readonly activity: Activity
  readonly random: Random
  readonly invoker: Invoker
  readonly putEvents: PutEvents
  readonly machines: readonly MachineSource[]
  /** What `${Name}` in a definition stands for: function names or ARNs. */
  readonly substitutions?: Readonly<Record<string, string>>
  readonly region?: string
  readonly account?: string
  /** Calls under way at once. */
  readonly concurrentCalls?: number
  /** Told of every committed step, before its effects run. */
  readonly observe?: (executionArn: string, events: readonly HistoryEvent[]) => void
  /** Told of defects of the runtime itself: an execution that could not be moved. */
  readonly report?: (error: unknown, executionArn: string) => void
}

export class StepFunctions {
  readonly machines: ReadonlyMap<string, Machine>
  readonly store: ExecutionStore
  readonly #options: StepFunctionsOptions
  readonly #arnPrefix: string
  readonly #slots: Slots
  /** The end of each execution's queue: signals of one execution are taken one after the other. */
  readonly #queues = new Map<number, Promise<unknown>>()
  readonly #timers = new Map<string, () => void>()
  readonly #definitions = new Map<string, Definition>()
  #closed = false

  constructor(options: StepFunctionsOptions) {
    this.#options = options
    this.machines = loadMachines(options.machines, options.substitutions ?? {})
    this.store = new ExecutionStore(options.database)
    this.#arnPrefix = `arn:aws:states:${options.region ?? 'us-east-1'}:${options.account ?? '000000000000'}`
    this.#slots = new Slots(options.concurrentCalls ?? quotas.concurrentCalls)
    for (const machine of this.machines.values()) this.#definitions.set(machine.hash, machine.definition)
  }

  /** Takes up whatever was under way when the runtime last ended. */
  start(): void {
    const { calls, timers, signalled } = this.store.unfinished()
    for (const [id, timer, dueMs] of timers) this.#setTimer(id, timer, dueMs)
    for (const id of signalled) this.#drain(id)
    for (const [id, call] of calls) this.#perform(id, call)
    this.#pruneDaily()
  }

  /** Lets go of everything in memory at once; what is under way is taken up by the next `start`. */
  close(): void {
    this.#closed = true
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  machineArn(name: string): string {
    return `${this.#arnPrefix}:stateMachine:${name}`
  }

  executionArn(machine: string, name: string): string {
    return `${this.#arnPrefix}:execution:${machine}:${name}`
  }

  /** Time and chance as they are now. */
  facts(): Facts {
    return { nowMs: this.#options.timers.nowMs(), random: this.#options.random }
  }

  /** The machine an ARN or plain name means. */
  findMachine(reference: string): Machine | undefined {
    return this.machines.get(/:stateMachine:([^:]+)/.exec(reference)?.[1] ?? reference)
  }

  /** Creates an execution; it runs as soon as the caller lets go. The caller has checked that the name is free. */
  create(machine: Machine, input: Json, name: string = randomUUID(), parent?: Parent): Execution {
    const execution = createExecution({
      arn: this.executionArn(machine.name, name),
      name,
      machineArn: this.machineArn(machine.name),
      machineName: machine.name,
      roleArn: `arn:aws:iam::${this.#options.account ?? '000000000000'}:role/${machine.name}`,
      startMs: this.#options.timers.nowMs(),
      input,
    })
    const id = this.store.atomically(() => {
      this.store.saveDefinition(machine.hash, machine.text)
      return this.store.create(execution, machine.hash, parent)
    })
    this.#drain(id)
    return execution
  }

  /** Gives an execution a signal and answers when its step is committed; false where the engine is closed. */
  signal(id: number, signal: Signal): Promise<boolean> {
    return this.#enqueue(id, () => this.#step(id, signal))
  }

  /** Answers for a token; false where its task is over by the time the execution gets to it. */
  signalToken(token: string, id: number, signal: Signal): Promise<boolean> {
    return this.#enqueue(id, async () => {
      if (this.#closed || this.store.findToken(token) === undefined) return false
      return this.#step(id, signal)
    })
  }

  #enqueue<T>(id: number, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(id) ?? Promise.resolve()
    const mine = before.catch(() => undefined).then(work)
    this.#queues.set(id, mine)
    const forget = () => {
      if (this.#queues.get(id) === mine) this.#queues.delete(id)
    }
    mine.then(forget, forget)
    return this.#options.activity.track(mine)
  }

  /** Work nobody waits for: its failure is a defect, reported and left for the next start. */
  #background(id: number, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (!this.#closed) this.#options.report?.(error, this.store.load(id)?.execution.arn ?? String(id))
    })
  }

  async #step(id: number, signal: Signal, inboxId?: number): Promise<boolean> {
    if (this.#closed) return false
    const stored = this.store.load(id)
    if (stored === undefined) return false
    const moved = await this.#advance(stored, signal)
    if (this.#closed) return false
    const aftermath = this.store.atomically(() => {
      if (inboxId !== undefined) this.store.dropSignal(inboxId)
      const left = this.store.save(id, moved, signal)
      const ended = stored.execution.status === 'RUNNING' && moved.execution.status !== 'RUNNING'
      return ended ? { ...left, signalled: [...left.signalled, ...this.#tellParent(stored, moved.execution)] } : left
    })
    this.#options.observe?.(moved.execution.arn, moved.events)
    if (!this.#closed) this.#follow(id, aftermath)
    return true
  }

  async #advance({ definitionHash, execution }: Stored, signal: Signal): Promise<Advance> {
    const definition = this.#definition(definitionHash)
    const facts = this.facts()
    try {
      return await advance(definition, execution, signal, facts)
    } catch (error) {
      // An execution nobody can move would wait for ever: it fails, and says why.
      this.#options.report?.(error, execution.arn)
      return failExecution(definition, execution, error instanceof Error ? error.message : String(error), facts)
    }
  }

  #tellParent({ parent }: Stored, execution: Execution): number[] {
    if (parent?.waits !== true) return []
    const { status } = execution
    this.store.addSignal(parent.id, {
      kind: 'child-ended',
      task: parent.task,
      status,
      description: describeExecution(execution),
    })
    return [parent.id]
  }

  #follow(id: number, { calls, timers, cleared, signalled }: Aftermath): void {
    for (const timer of cleared) this.#cancelTimer(id, timer)
    for (const { timer, dueMs } of timers) this.#setTimer(id, timer, dueMs)
    for (const other of signalled) this.#drain(other)
    for (const call of calls) this.#perform(id, call)
  }

  /** Takes the execution's waiting signals, one step each. */
  #drain(id: number): void {
    const work = this.#enqueue(id, async () => {
      for (let next = this.store.nextSignal(id); next !== undefined && !this.#closed; next = this.store.nextSignal(id))
        if (!(await this.#step(id, next.signal, next.id))) return
    })
    this.#background(id, work)
  }

  #perform(id: number, call: Call): void {
    const work = this.#slots.run(async () => {
      const stored = this.#closed ? undefined : this.store.load(id)
      if (stored === undefined) return
      const { arn, machineArn } = stored.execution
      const { invoker, putEvents } = this.#options
      const answer = await performCall(call, {
        invoker,
        putEvents,
        executionArn: arn,
        machineArn,
        startExecution: (args) => this.#startChild(id, call, args),
      })
      await this.signal(id, answerSignal(call.task, answer))
    })
    this.#background(id, this.#options.activity.track(work))
  }

  /** Starts a child by a name that a repeated call finds again. */
  #startChild(id: number, call: Call, args: JsonObject): Answer {
    const { StateMachineArn, Input, Name } = args
    const machine = typeof StateMachineArn === 'string' ? this.findMachine(StateMachineArn) : undefined
    if (machine === undefined)
      return {
        kind: 'failed',
        error: 'StepFunctions.StateMachineDoesNotExistException',
        cause: `State Machine Does Not Exist: '${String(StateMachineArn)}'`,
      }
    const waits = call.resource.kind === 'service' && call.resource.pattern.startsWith('sync')
    const name =
      typeof Name === 'string' ? Name : `${this.store.load(id)?.execution.name.slice(0, 60)}-${id}-${call.task}`
    const found = this.store.find(machine.name, name)
    if (found !== undefined && (found.parent?.id !== id || found.parent.task !== call.task))
      return {
        kind: 'failed',
        error: 'StepFunctions.ExecutionAlreadyExistsException',
        cause: `Execution Already Exists: '${found.execution.arn}'`,
      }
    const child = found?.execution ?? this.create(machine, childInput(Input), name, { id, task: call.task, waits })
    return { kind: 'returned', output: { ExecutionArn: child.arn, StartDate: isoTime(child.startMs) } }
  }

  #definition(hash: string): Definition {
    let definition = this.#definitions.get(hash)
    if (definition === undefined) {
      const text = this.store.definition(hash)
      if (text === undefined) throw new Error(`no definition ${hash}`)
      definition = JSON.parse(text) as Definition
      this.#definitions.set(hash, definition)
    }
    return definition
  }

  #setTimer(id: number, timer: string, dueMs: number): void {
    this.#cancelTimer(id, timer)
    const key = `${id} ${timer}`
    const cancel = this.#options.timers.at(dueMs, () => {
      this.#timers.delete(key)
      this.#background(id, this.signal(id, { kind: 'timer-fired', timer }))
    })
    this.#timers.set(key, cancel)
  }

  #cancelTimer(id: number, timer: string): void {
    const key = `${id} ${timer}`
    this.#timers.get(key)?.()
    this.#timers.delete(key)
  }

  #pruneDaily(): void {
    const nowMs = this.#options.timers.nowMs()
    this.store.prune(nowMs)
    this.#timers.set(
      'prune',
      this.#options.timers.at(nowMs + 24 * hourMs, () => this.#pruneDaily()),
    )
  }
}
