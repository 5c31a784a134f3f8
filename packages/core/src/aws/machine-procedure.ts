/** A step carried out by a state machine. The execution's name is the key: one key is one execution, whoever asks again learns how it is. */
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import type { Procedure, ProcedureAnswer, ProcedureCall } from '../port/procedure.ts'
import { procedureInvalid, procedureUnreachable } from '../port/procedure-error.ts'

const arnPattern = /^arn:aws[a-z-]*:states:([a-z0-9-]+):\d{12}:stateMachine:[\w-]+$/

export class MachineProcedure implements Procedure {
  readonly #client: (region: string) => Pick<SFNClient, 'send'>

  constructor(client: (region: string) => Pick<SFNClient, 'send'>) {
    this.#client = client
  }

  async run(address: string, { key, input }: ProcedureCall): Promise<ProcedureAnswer> {
    const region = arnPattern.exec(address)?.[1]
    if (region === undefined) throw procedureInvalid(address, "a state machine's ARN")
    const client = this.#client(region)
    try {
      await startOnce(client, { stateMachineArn: address, name: key, input: JSON.stringify(input) })
      const executionArn = `${address.replace(':stateMachine:', ':execution:')}:${key}`
      const { status, cause, error } = await client.send(new DescribeExecutionCommand({ executionArn }))
      if (status === 'SUCCEEDED') return { kind: 'done', detail: `execution ${key} succeeded` }
      if (status === 'RUNNING' || status === 'PENDING_REDRIVE')
        return { kind: 'under-way', detail: `execution ${key} is ${status}` }
      return { kind: 'failed', detail: `execution ${key} ${status ?? 'has no status'}: ${cause ?? error ?? ''}` }
    } catch (error) {
      throw procedureUnreachable(address, error instanceof Error ? error.message : String(error), error)
    }
  }
}

async function startOnce(
  client: Pick<SFNClient, 'send'>,
  input: { stateMachineArn: string; name: string; input: string },
): Promise<void> {
  try {
    await client.send(new StartExecutionCommand(input))
  } catch (error) {
    // A closed execution of that name with another input: it was started before, and what became of it is asked next.
    if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error
  }
}

/** With a client for each region, from the environment's credentials. */
export function machineProcedure(): Procedure {
  const clients = new Map<string, SFNClient>()
  return new MachineProcedure((region) => {
    const client = clients.get(region) ?? new SFNClient({ region })
    clients.set(region, client)
    return client
  })
}
