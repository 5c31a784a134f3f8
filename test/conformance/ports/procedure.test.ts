/** Every kind of step answers alike: done, under way, failed for good, or not reached; and bears one key however often it is asked. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DescribeExecutionCommand, ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { LambdaProcedure } from '@houston/core/aws/lambda-procedure.ts'
import { MachineProcedure } from '@houston/core/aws/machine-procedure.ts'
import { WebhookProcedure } from '@houston/core/http/webhook-procedure.ts'
import type { OutboundAnswer, OutboundRequest } from '@houston/core/port/outbound.ts'
import type { Procedure } from '@houston/core/port/procedure.ts'
import { mockClient } from 'aws-sdk-client-mock'
import { describe, expect, test } from 'vitest'

type Situation = 'done' | 'under-way' | 'failed' | 'unreachable'

interface Bench {
  readonly procedure: Procedure
  readonly address: string
  readonly invalid: string
  /** The keys that whoever is called has seen. */
  keys(): readonly string[]
}

function webhook(situation: Situation): Bench {
  const sent: OutboundRequest[] = []
  const statuses = { done: 200, 'under-way': 202, failed: 422, unreachable: 503 }
  const procedure = new WebhookProcedure({
    refuse: () => undefined,
    send: (request): Promise<OutboundAnswer> => {
      sent.push(request)
      // Whoever undoes a database wants to know who asks.
      expect(request.isSigned).toBe(true)
      if (!request.url.startsWith('https:'))
        return Promise.resolve({ kind: 'refused', reason: 'not-https', sentence: 'It is not https.' })
      return Promise.resolve({
        kind: 'answered',
        status: statuses[situation],
        headers: {},
        text: '{"detail":"schema 41"}',
      })
    },
  })
  const keys = () => sent.map(({ headers }) => headers?.['idempotency-key'] ?? '')
  return { procedure, address: 'https://db.example.com/undo', invalid: 'ftp://db.example.com', keys }
}

function lambda(situation: Situation): Bench {
  const client = mockClient(LambdaClient)
  const payload = (value: unknown) => Buffer.from(JSON.stringify(value)) as never
  const on = client.on(InvokeCommand)
  if (situation === 'unreachable') on.rejects(new Error('TooManyRequestsException'))
  else if (situation === 'failed')
    on.resolves({ FunctionError: 'Unhandled', Payload: payload({ errorMessage: 'no such migration' }) })
  else on.resolves({ Payload: payload({ done: situation === 'done', detail: 'schema 41' }) })
  const keys = () =>
    client.commandCalls(InvokeCommand).map(({ args }) => JSON.parse(String(args[0].input.Payload)).key as string)
  const address = 'arn:aws:lambda:eu-west-1:123456789012:function:houston-step-undo'
  return { procedure: new LambdaProcedure(() => new LambdaClient({})), address, invalid: 'houston-step-undo', keys }
}

function machine(situation: Situation): Bench {
  const client = mockClient(SFNClient)
  const started = new Set<string>()
  client.on(StartExecutionCommand).callsFake(({ name }) => {
    if (situation === 'unreachable') throw new Error('ThrottlingException')
    if (started.has(name)) throw new ExecutionAlreadyExists({ message: name, $metadata: {} })
    started.add(name)
    return {}
  })
  const status = situation === 'done' ? 'SUCCEEDED' : situation === 'failed' ? 'FAILED' : 'RUNNING'
  client.on(DescribeExecutionCommand).resolves({ status, cause: 'no such migration' })
  const keys = () => client.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.name ?? '')
  const address = 'arn:aws:states:eu-west-1:123456789012:stateMachine:houston-step-undo'
  return { procedure: new MachineProcedure(() => new SFNClient({})), address, invalid: 'houston-step-undo', keys }
}

describe.each([
  ['a webhook', webhook],
  ['a function', lambda],
  ['a state machine', machine],
] as const)('%s as a step', (_, open) => {
  const call = { key: 'rel_1-database-7', input: { service: 'checkout', toVersion: 'v1' } }

  test.each(['done', 'under-way', 'failed'] as const)(
    'says %s, and the same again under the same key',
    async (situation) => {
      const { procedure, address, keys } = open(situation)
      expect((await procedure.run(address, call)).kind).toBe(situation)
      expect((await procedure.run(address, call)).kind).toBe(situation)
      expect(keys()).toEqual([call.key, call.key])
    },
  )

  test('that cannot be reached is unreachable, which may pass', async () => {
    const { procedure, address } = open('unreachable')
    await expect(procedure.run(address, call)).rejects.toMatchObject({
      code: 'procedure.unreachable',
      kind: 'retryable',
    })
  })

  test('refuses an address that is none of its kind', async () => {
    const { procedure, invalid } = open('done')
    await expect(procedure.run(invalid, call)).rejects.toMatchObject({ code: 'procedure.address-invalid' })
  })
})
