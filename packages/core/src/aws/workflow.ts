/** The workflow port on Step Functions. */
import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { defineError } from '../error.ts'
import type { Json } from '../json.ts'
import type { TokenResult, Workflow } from '../port/workflow.ts'

export const machineUnknown = defineError(
  'workflow.machine-unknown',
  'bug',
  'A handler starts a state machine that it was not given.',
  (machine: string) => `No ARN is known for the state machine ${machine}.`,
)

/** Step Functions cuts causes here. */
const causeCharacters = 32_768
const goneErrors = new Set(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken'])

export class StepFunctionsWorkflow implements Workflow {
  readonly #client: SFNClient
  readonly #machineArns: Readonly<Record<string, string>>

  constructor(client: SFNClient, machineArns: Readonly<Record<string, string>>) {
    this.#client = client
    this.#machineArns = machineArns
  }

  async start(machine: string, name: string, input: Json): Promise<void> {
    const stateMachineArn = this.#machineArns[machine]
    if (stateMachineArn === undefined) throw machineUnknown(machine)
    try {
      await this.#client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }))
    } catch (error) {
      // The name is derived from what is started: that it exists means that it was started before.
      if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error
    }
  }

  succeed(taskToken: string, output: Json): Promise<TokenResult> {
    return settle(() => this.#client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })))
  }

  fail(taskToken: string, error: string, cause: string): Promise<TokenResult> {
    return settle(() =>
      this.#client.send(new SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, causeCharacters) })),
    )
  }

  heartbeat(taskToken: string): Promise<TokenResult> {
    return settle(() => this.#client.send(new SendTaskHeartbeatCommand({ taskToken })))
  }
}

async function settle(send: () => Promise<unknown>): Promise<TokenResult> {
  try {
    await send()
    return 'settled'
  } catch (error) {
    if (error instanceof Error && goneErrors.has(error.name)) return 'gone'
    throw error
  }
}

/** With a client of its own. */
export const stepFunctionsWorkflow = (machineArns: Readonly<Record<string, string>>): Workflow =>
  new StepFunctionsWorkflow(new SFNClient({}), machineArns)
