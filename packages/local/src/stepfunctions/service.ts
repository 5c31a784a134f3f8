/** Step Functions' JSON API over the embedded engine: what the AWS SDK and CLI speak, on loopback. */
import { canonicalJson, type Json, type JsonObject } from '@houston/core/json.ts'
import { AwsError, type AwsService, NotImplemented } from '../aws-service.ts'
import type { StepFunctions } from './engine.ts'
import type { Status } from './execution.ts'
import { awsEvent } from './history.ts'
import type { Machine } from './machines.ts'
import { quotas } from './quota.ts'
import { pageOf, textOf } from './request.ts'
import type { Stored } from './store.ts'
import { testState } from './test-state.ts'
import type { TestStateRequest } from './test-state-request.ts'
import { sendTaskOperations } from './token-operations.ts'
import { validateDefinition } from './validate.ts'

type Input = Readonly<Record<string, Json>>
type Operation = (input: Input) => Promise<Json>

const sec = (timeMs: number): number => timeMs / 1000

/** Operations AWS has and the runtime does not: named, so that the refusal names them too. */
const absent = [
  'CreateActivity',
  'CreateStateMachine',
  'CreateStateMachineAlias',
  'DeleteActivity',
  'DeleteStateMachine',
  'DeleteStateMachineAlias',
  'DeleteStateMachineVersion',
  'DescribeActivity',
  'DescribeMapRun',
  'DescribeStateMachineAlias',
  'DescribeStateMachineForExecution',
  'GetActivityTask',
  'ListActivities',
  'ListMapRuns',
  'ListStateMachineAliases',
  'ListStateMachineVersions',
  'ListTagsForResource',
  'PublishStateMachineVersion',
  'RedriveExecution',
  'StartSyncExecution',
  'TagResource',
  'UntagResource',
  'UpdateMapRun',
  'UpdateStateMachine',
  'UpdateStateMachineAlias',
] as const

export function stepFunctionsService(engine: StepFunctions): AwsService {
  const api = new Api(engine)
  const operations: Record<string, Operation> = {
    StartExecution: (input) => api.startExecution(input),
    DescribeExecution: async (input) => describe(api.execution(input)),
    GetExecutionHistory: async (input) => api.history(input),
    ListExecutions: async (input) => api.listExecutions(input),
    StopExecution: (input) => api.stopExecution(input),
    ListStateMachines: async (input) => api.listMachines(input),
    DescribeStateMachine: async (input) => api.describeMachine(input),
    ValidateStateMachineDefinition: async (input) => validateOperation(input),
    TestState: (input) => testOperation(engine, input),
    ...sendTaskOperations(engine),
  }
  for (const name of absent)
    operations[name] = async () => {
      throw new NotImplemented(`Step Functions' ${name}`)
    }
  return { targetPrefix: 'AWSStepFunctions', operations }
}

class Api {
  readonly #engine: StepFunctions

  constructor(engine: StepFunctions) {
    this.#engine = engine
  }

  async startExecution(input: Input): Promise<Json> {
    const machine = this.machine(input)
    const name = input.name === undefined ? undefined : textOf(input, 'name')
    if (name !== undefined && !/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/.test(name))
      throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
    const given = executionInput(input.input)
    const found = name === undefined ? undefined : this.#engine.store.find(machine.name, name)
    if (found !== undefined) {
      const { execution } = found
      // AWS answers a repeated start with the running execution, and refuses every other use of the name.
      if (execution.status !== 'RUNNING' || canonicalJson(execution.input) !== canonicalJson(given))
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${execution.arn}'`)
      return { executionArn: execution.arn, startDate: sec(execution.startMs) }
    }
    const execution = this.#engine.create(machine, given, name)
    return { executionArn: execution.arn, startDate: sec(execution.startMs) }
  }

  machine(input: Input): Machine {
    const arn = textOf(input, 'stateMachineArn')
    const machine = this.#engine.findMachine(arn)
    if (machine === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
    return machine
  }

  execution(input: Input): Stored {
    const arn = textOf(input, 'executionArn')
    const { machine, name } = /:execution:(?<machine>[^:]+):(?<name>[^:]+)$/.exec(arn)?.groups ?? {}
    if (machine === undefined || name === undefined) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`)
    const found = this.#engine.store.find(machine, name)
    if (found === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    return found
  }

  history(input: Input): Json {
    const { id } = this.execution(input)
    const reverse = input.reverseOrder === true
    const { count, after } = pageOf(input, reverse ? Number.MAX_SAFE_INTEGER : 0)
    const events = this.#engine.store.events(id, after, count + 1, reverse)
    const page = events.slice(0, count)
    const last = page.at(-1)
    return {
      events: page.map((event) => awsEvent(event, input.includeExecutionData !== false)),
      ...(events.length > count && last !== undefined && { nextToken: String(last.id) }),
    }
  }

  listExecutions(input: Input): Json {
    const machine = this.machine(input)
    const { count, after } = pageOf(input, Number.MAX_SAFE_INTEGER)
    const status = input.statusFilter === undefined ? undefined : (textOf(input, 'statusFilter') as Status)
    const found = this.#engine.store.list(machine.name, status, after, count + 1)
    const page = found.slice(0, count)
    const last = page.at(-1)
    return {
      executions: page.map(({ execution }) => summary(execution)),
      ...(found.length > count && last !== undefined && { nextToken: String(last.id) }),
    }
  }

  async stopExecution(input: Input): Promise<Json> {
    const { id } = this.execution(input)
    const error = input.error === undefined ? {} : { error: textOf(input, 'error') }
    const cause = input.cause === undefined ? {} : { cause: textOf(input, 'cause') }
    await this.#engine.signal(id, { kind: 'stop', ...error, ...cause })
    const stopMs = this.#engine.store.load(id)?.execution.stopMs ?? 0
    return { stopDate: sec(stopMs) }
  }

  listMachines(input: Input): Json {
    const { count, after } = pageOf(input, 0)
    const all = [...this.#engine.machines.values()]
    return {
      stateMachines: all.slice(after, after + count).map(({ name }) => ({
        name,
        stateMachineArn: this.#engine.machineArn(name),
        type: 'STANDARD',
        creationDate: 0,
      })),
      ...(all.length > after + count && { nextToken: String(after + count) }),
    }
  }

  describeMachine(input: Input): Json {
    const { name, text } = this.machine(input)
    return {
      name,
      stateMachineArn: this.#engine.machineArn(name),
      definition: text,
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: `arn:aws:iam::000000000000:role/${name}`,
      creationDate: 0,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    }
  }
}

function executionInput(given: Json | undefined): Json {
  if (given === undefined) return {}
  if (Buffer.byteLength(String(given)) > quotas.payloadBytes)
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'input' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${quotas.payloadBytes}`,
    )
  try {
    return JSON.parse(String(given)) as Json
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`)
  }
}

function summary(execution: Stored['execution']): JsonObject {
  const { arn, machineArn, name, status, startMs, stopMs } = execution
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: sec(startMs),
    ...(stopMs !== undefined && { stopDate: sec(stopMs) }),
    redriveCount: 0,
  }
}

function describe({ execution }: Stored): JsonObject {
  const { input, output, error, cause, status } = execution
  const redrivable = status !== 'RUNNING' && status !== 'SUCCEEDED'
  return {
    ...summary(execution),
    input: JSON.stringify(input),
    inputDetails: { included: true },
    ...(output !== undefined && { output: JSON.stringify(output), outputDetails: { included: true } }),
    ...(typeof error === 'string' && { error }),
    ...(typeof cause === 'string' && { cause }),
    redriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(!redrivable && { redriveStatusReason: `Execution is ${status} and cannot be redriven` }),
  }
}

function validateOperation(input: Input): Json {
  const diagnostics = validateDefinition(textOf(input, 'definition'), input.type === 'EXPRESS' ? 'EXPRESS' : 'STANDARD')
  const failed = diagnostics.some(({ severity }) => severity === 'ERROR')
  return { result: failed ? 'FAIL' : 'OK', diagnostics: diagnostics.map((entry) => ({ ...entry })), truncated: false }
}

async function testOperation(engine: StepFunctions, input: Input): Promise<Json> {
  textOf(input, 'definition')
  const { output, inspectionData, ...rest } = await testState(input as unknown as TestStateRequest, engine.facts())
  const texts = Object.entries(inspectionData ?? {}).map(([key, value]) => [
    key,
    // Documents are texts; counts and error details are not.
    key.startsWith('after') || key === 'input' || key === 'result' || key === 'variables'
      ? JSON.stringify(value)
      : value,
  ])
  return {
    ...rest,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(inspectionData !== undefined && { inspectionData: Object.fromEntries(texts) as JsonObject }),
  }
}
