/** For tests: one runtime with a database file, a stopped clock and functions, whose engine can be thrown away and opened again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@houston/core/json.ts'
import { seededRandom } from '@houston/core/random.ts'
import { Activity } from '../activity.ts'
import { type Database, openDatabase } from '../database.ts'
import type { InvokeResult } from '../invoker.ts'
import { RuntimeClock } from '../timers.ts'
import { StepFunctions } from './engine.ts'
import type { MachineSource } from './machines.ts'
import { stepFunctionsService } from './service.ts'

export const originMs = Date.UTC(2026, 0, 1)
const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`

/** One runtime: a database, a stopped clock, functions, and an engine that can be thrown away and opened again. */
export class Runtime {
  readonly directory = mkdtempSync(join(tmpdir(), 'sfn-'))
  readonly machines: readonly MachineSource[]
  readonly functions: Record<string, (payload: Json) => InvokeResult>
  readonly invoked: { name: string; payload: Json }[] = []
  readonly events: Json[] = []
  readonly defects: unknown[] = []
  database: Database
  activity = new Activity()
  clock: RuntimeClock
  engine: StepFunctions
  steps = 0
  /** Throw the engine away when this many steps are committed in all. */
  killAtStep = Number.POSITIVE_INFINITY
  /** Throw the engine away when this many functions were called in all, before their answer reaches it. */
  killAtCall = Number.POSITIVE_INFINITY

  constructor(machines: readonly MachineSource[], functions: Record<string, (payload: Json) => InvokeResult> = {}) {
    this.machines = machines
    this.functions = functions
    this.database = openDatabase(join(this.directory, 'runtime.sqlite'))
    this.clock = new RuntimeClock({ speed: 0, originMs, realOriginMs: Date.now(), activity: this.activity })
    this.engine = this.#open()
  }

  #open(): StepFunctions {
    const engine: StepFunctions = new StepFunctions({
      database: this.database,
      timers: this.clock,
      activity: this.activity,
      random: seededRandom(1),
      machines: this.machines,
      substitutions: { Judge: lambda('judge') },
      invoker: {
        invoke: async (name, payload) => {
          this.invoked.push({ name, payload })
          if (this.invoked.length === this.killAtCall) engine.close()
          const run = this.functions[name]
          if (run === undefined) throw new Error(`no function ${name}`)
          return run(payload)
        },
      },
      putEvents: async (entries) => {
        this.events.push(...entries)
        return { FailedEntryCount: 0, Entries: entries.map((_, at) => ({ EventId: `event-${at}` })) }
      },
      observe: () => {
        if (++this.steps === this.killAtStep) engine.close()
      },
      report: (error) => this.defects.push(error),
    })
    engine.start()
    return engine
  }

  /** A crash and a new start: everything in memory is gone, the file and the time of day stay. */
  async restart(): Promise<void> {
    this.engine.close()
    await this.activity.idle()
    this.database.close()
    this.database = openDatabase(join(this.directory, 'runtime.sqlite'))
    const nowMs = this.clock.nowMs()
    this.clock.close()
    this.activity = new Activity()
    this.clock = new RuntimeClock({ speed: 0, originMs: nowMs, realOriginMs: Date.now(), activity: this.activity })
    this.engine = this.#open()
  }

  call(operation: string, input: Record<string, Json>): Promise<Record<string, Json>> {
    const run = stepFunctionsService(this.engine).operations[operation]
    if (run === undefined) throw new Error(`no operation ${operation}`)
    return run(input) as Promise<Record<string, Json>>
  }

  start(machine: string, input: Json = {}, name = 'one'): Promise<Record<string, Json>> {
    const stateMachineArn = this.engine.machineArn(machine)
    return this.call('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) })
  }

  async describe(machine: string, name = 'one'): Promise<Record<string, Json>> {
    await this.activity.idle()
    return this.call('DescribeExecution', { executionArn: this.engine.executionArn(machine, name) })
  }

  async history(machine: string, name = 'one'): Promise<string[]> {
    const executionArn = this.engine.executionArn(machine, name)
    const { events } = await this.call('GetExecutionHistory', { executionArn, maxResults: 1000 })
    return (events as { type: string }[]).map(({ type }) => type)
  }

  dispose(): void {
    this.engine.close()
    this.clock.close()
    this.database.close()
    rmSync(this.directory, { recursive: true })
  }
}

const opened: Runtime[] = []

export const open = (...facts: ConstructorParameters<typeof Runtime>): Runtime => {
  const runtime = new Runtime(...facts)
  opened.push(runtime)
  return runtime
}

/** For afterEach. */
export const disposeAll = (): void => {
  for (const runtime of opened.splice(0)) runtime.dispose()
}

/** As a definition writes what its runtime fills in. */
export const placeholder = (name: string): string => `\${${name}}`

export const machine = (name: string, states: Json, more: Record<string, Json> = {}): MachineSource => ({
  name,
  definition: { QueryLanguage: 'JSONata', StartAt: 'A', States: states, ...more },
})

export const invoke = (more: Record<string, Json> = {}): Record<string, Json> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: placeholder('Judge'), Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...more,
})

export const asks = (more: Record<string, Json> = {}): Record<string, Json> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: placeholder('Judge'), Payload: { token: '{% $states.context.Task.Token %}' } },
  ...more,
})

export const returned = (payload: Json): InvokeResult => ({ kind: 'returned', payload })
export const tokenOf = (runtime: Runtime): string =>
  (runtime.invoked.at(-1)?.payload as { token: string } | undefined)?.token ?? ''
