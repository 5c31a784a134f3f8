/** A step carried out by a Lambda function. It is called with the key and answers `{ done, detail }`; an error of its own is a failure. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import * as z from 'zod'
import type { Procedure, ProcedureAnswer, ProcedureCall } from '../port/procedure.ts'
import { procedureInvalid, procedureUnreachable } from '../port/procedure-error.ts'

const answerSchema = z.object({ done: z.boolean(), detail: z.string().default('') })
const failureSchema = z.object({ errorMessage: z.string() })
const arnPattern = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):\d{12}:function:[\w-]+(:[\w$-]+)?$/

export class LambdaProcedure implements Procedure {
  readonly #client: (region: string) => Pick<LambdaClient, 'send'>

  constructor(client: (region: string) => Pick<LambdaClient, 'send'>) {
    this.#client = client
  }

  async run(address: string, { key, input }: ProcedureCall): Promise<ProcedureAnswer> {
    const region = arnPattern.exec(address)?.[1]
    if (region === undefined) throw procedureInvalid(address, "a function's ARN")
    const command = new InvokeCommand({ FunctionName: address, Payload: JSON.stringify({ ...input, key }) })
    try {
      const { FunctionError, Payload } = await this.#client(region).send(command)
      const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null')
      if (FunctionError !== undefined)
        return { kind: 'failed', detail: failureSchema.safeParse(answer).data?.errorMessage ?? FunctionError }
      const { done, detail } = answerSchema.parse(answer)
      return { kind: done ? 'done' : 'under-way', detail }
    } catch (error) {
      throw procedureUnreachable(address, error instanceof Error ? error.message : String(error), error)
    }
  }
}

/** With a client for each region, from the environment's credentials. */
export function lambdaProcedure(): Procedure {
  const clients = new Map<string, LambdaClient>()
  return new LambdaProcedure((region) => {
    const client = clients.get(region) ?? new LambdaClient({ region })
    clients.set(region, client)
    return client
  })
}
