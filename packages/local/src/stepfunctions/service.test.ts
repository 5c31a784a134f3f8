/** The service through the real SDK, over a plain HTTP server as the runtime has one. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TestStateCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn'
import type { Json } from '@houston/core/json.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AwsError, type AwsService } from '../aws-service.ts'
import { stepFunctionsService } from './service.ts'
import { asks, disposeAll, machine, open, originMs, type Runtime, returned, tokenOf } from './test-runtime.ts'

let runtime: Runtime
let server: Server
let client: SFNClient

async function answer(service: AwsService, target: string, body: string): Promise<{ status: number; json: Json }> {
  const [prefix, operation = ''] = target.split('.')
  const run = prefix === service.targetPrefix ? service.operations[operation] : undefined
  if (run === undefined) return { status: 400, json: { __type: 'UnknownOperationException', message: operation } }
  try {
    return { status: 200, json: await run(JSON.parse(body) as Record<string, Json>) }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { status: error.statusCode, json: { __type: error.code, message: error.message } }
  }
}

beforeEach(async () => {
  runtime = open(
    [
      machine('plan', { A: asks({ Assign: { seen: '{% $states.result %}' }, Next: 'B' }), B: { Type: 'Succeed' } }),
      machine('other', { A: { Type: 'Succeed' } }),
    ],
    { judge: () => returned(null) },
  )
  const service = stepFunctionsService(runtime.engine)
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { status, json } = await answer(service, String(request.headers['x-amz-target']), body)
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(json))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  client = connect({})
})

const connect = (more: { disableHostPrefix?: boolean }): SFNClient =>
  new SFNClient({
    ...more,
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })

afterEach(async () => {
  client.destroy()
  await new Promise((resolve) => server.close(resolve))
  disposeAll()
})

const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:plan'

async function started(name: string): Promise<string> {
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input: '{"n":1}' }))
  await runtime.activity.idle()
  return executionArn ?? ''
}

describe('the SDK', () => {
  it('starts, answers and describes an execution', async () => {
    const executionArn = await started('one')
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'RUNNING',
      startDate: new Date(originMs),
      input: '{"n":1}',
    })
    await client.send(new SendTaskSuccessCommand({ taskToken: tokenOf(runtime), output: '{"ok":true}' }))
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"ok":true}',
    })
  })

  it('reads the history in pages, forwards and backwards, with and without data', async () => {
    const executionArn = await started('one')
    await client.send(new SendTaskSuccessCommand({ taskToken: tokenOf(runtime), output: '{"ok":true}' }))
    const types: (string | undefined)[] = []
    for await (const page of paginateGetExecutionHistory({ client, pageSize: 3 }, { executionArn }))
      types.push(...(page.events ?? []).map(({ type }) => type))
    const whole = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }))
    expect(whole.events?.map(({ type }) => type)).toEqual(types.toReversed())
    expect(types.at(-1)).toBe('ExecutionSucceeded')
    expect(whole.events?.map(({ id }) => id)).toEqual(types.map((_, at) => types.length - at))
    const exited = whole.events?.find(({ type }) => type === 'TaskStateExited')?.stateExitedEventDetails
    expect(exited).toMatchObject({ output: '{"ok":true}', assignedVariables: { seen: '{"ok":true}' } })
    const bare = await client.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }))
    expect(bare.events?.[0]?.executionStartedEventDetails?.input).toBeUndefined()
  })

  it('lists executions by status, newest first, in pages', async () => {
    for (const name of ['one', 'two', 'three']) await started(name)
    await client.send(new StopExecutionCommand({ executionArn: await started('four'), error: 'E', cause: 'c' }))
    const first = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 2 }),
    )
    expect(first.executions?.map(({ name }) => name)).toEqual(['three', 'two'])
    const { nextToken } = first
    const second = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', nextToken }))
    expect(second.executions?.map(({ name }) => name)).toEqual(['one'])
    const stopped = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'ABORTED' }))
    expect(stopped.executions).toMatchObject([{ name: 'four', stopDate: new Date(originMs) }])
  })

  it('lists, describes and validates machines', async () => {
    const { stateMachines } = await client.send(new ListStateMachinesCommand({}))
    expect(stateMachines?.map(({ name }) => name)).toEqual(['plan', 'other'])
    const { definition } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }))
    expect(definition).toContain('function:judge')
    const validated = await client.send(new ValidateStateMachineDefinitionCommand({ definition }))
    expect(validated).toMatchObject({ result: 'OK', diagnostics: [] })
  })

  it('tests one state with a mock', async () => {
    const state = {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      Next: 'B',
    }
    const synchronous = connect({ disableHostPrefix: true })
    const tested = await synchronous.send(
      new TestStateCommand({
        definition: JSON.stringify(state),
        input: '{"n":1}',
        inspectionLevel: 'DEBUG',
        mock: { result: '{"StatusCode":200,"Payload":7}' },
      }),
    )
    expect(tested).toMatchObject({ status: 'SUCCEEDED', output: '7', nextState: 'B' })
    expect(tested.inspectionData?.afterArguments).toBe('{"FunctionName":"f","Payload":{"n":1}}')
    synchronous.destroy()
  })

  it("hears AWS's own errors", async () => {
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:plan:none'
    await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    })
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken: 'nonsense' }))).rejects.toMatchObject({
      name: 'InvalidToken',
    })
    await expect(
      client.send(new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}x` })),
    ).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' })
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, input: '{' }))).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    })
  })

  it('is told by name what the runtime does not do', async () => {
    const polling = connect({ disableHostPrefix: true })
    await expect(polling.send(new GetActivityTaskCommand({ activityArn: 'arn:a' }))).rejects.toThrow('GetActivityTask')
    polling.destroy()
  })
})
