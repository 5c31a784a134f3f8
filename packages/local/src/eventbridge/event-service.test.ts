import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge'
import { afterEach, expect, test } from 'vitest'
import { AwsError, type AwsService } from '../aws-service.ts'
import { eventBridgeService } from './event-service.ts'
import { everything, originMs, type TestBusOptions, testBus } from './fixture.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Speaks AWS's JSON 1.1 protocol for one service. */
async function serve(service: AwsService): Promise<EventBridgeClient> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const [prefix, operation = ''] = String(request.headers['x-amz-target']).split('.')
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    try {
      const run = prefix === service.targetPrefix ? service.operations[operation] : undefined
      if (run === undefined) throw new AwsError('UnknownOperationException', operation)
      response.end(JSON.stringify(await run(JSON.parse(Buffer.concat(chunks).toString() || '{}'))))
    } catch (error) {
      const { code, message, statusCode } = error instanceof AwsError ? error : new AwsError('InternalFailure', '', 500)
      response.statusCode = statusCode
      response.end(JSON.stringify({ __type: code, message }))
    }
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return new EventBridgeClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 })
}

async function started(options: TestBusOptions = {}) {
  const running = testBus(options)
  return { ...running, client: await serve(eventBridgeService(running.bus, running.clock)) }
}

const entry = { Source: 's', DetailType: 't', Detail: '{"n":1}' }

test('takes events from the SDK and delivers them', async () => {
  const { client, activity, received } = await started()
  const time = new Date(originMs - 1_000)
  const answer = await client.send(
    new PutEventsCommand({ Entries: [{ ...entry, Time: time, Resources: ['r'] }, entry] }),
  )
  expect(answer.FailedEntryCount).toBe(0)
  await activity.idle()
  expect(received.map(({ eventId }) => eventId)).toEqual(answer.Entries?.map(({ EventId }) => EventId))
  expect(received[0]?.payload).toMatchObject({ source: 's', time: '2026-01-02T03:04:04Z', resources: ['r'] })
  expect(received[1]?.payload).toMatchObject({ time: '2026-01-02T03:04:05Z', resources: [], detail: { n: 1 } })
})

test('refuses bad entries one by one and takes the others', async () => {
  const { client, activity, received } = await started()
  const { Source: _source, ...sourceless } = entry
  const bad = [sourceless, { ...entry, DetailType: '' }, { ...entry, Detail: '' }]
  const malformed = ['{', '[]', '"x"', '{} {}'].map((Detail) => ({ ...entry, Detail }))
  const answer = await client.send(new PutEventsCommand({ Entries: [...bad, ...malformed, entry] }))
  expect(answer.FailedEntryCount).toBe(7)
  expect(answer.Entries?.slice(0, 4)).toEqual([
    ...['Source', 'DetailType', 'Detail'].map((name) => ({
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    })),
    { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  ])
  await activity.idle()
  expect(received.map(({ eventId }) => eventId)).toEqual([answer.Entries?.at(-1)?.EventId])
})

test('refuses calls over the limits as a whole', async () => {
  const { client, received } = await started()
  const put = (entries: (typeof entry)[]) => client.send(new PutEventsCommand({ Entries: entries }))
  await expect(put(Array(11).fill(entry))).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(put([])).rejects.toMatchObject({ name: 'ValidationException' })
  // Two bytes go to source and detail type, eight to the detail around its text.
  const sized = (bytes: number) => ({ ...entry, Detail: JSON.stringify({ a: 'x'.repeat(bytes - 10) }) })
  await expect(put([sized(256 * 1024 + 1)])).rejects.toThrow(
    'Total size of the entries in the request is over the limit.',
  )
  expect(received).toEqual([])
  expect((await put([sized(256 * 1024)])).FailedEntryCount).toBe(0)
})

test('answers for a bus that does not exist with an id, and forgets the event', async () => {
  const { client, activity, received } = await started()
  const entries = ['nowhere', 'default', 'arn:aws:events:eu-west-1:111122223333:event-bus/default']
  const answer = await client.send(
    new PutEventsCommand({ Entries: entries.map((EventBusName) => ({ ...entry, EventBusName })) }),
  )
  expect(answer.Entries?.every(({ EventId }) => EventId?.length === 36)).toBe(true)
  await activity.idle()
  expect(received).toHaveLength(2)
})

test('tests a pattern, wanting an event with its envelope', async () => {
  const { client } = await started()
  const event = { id: '1', account: '1', source: 's', time: 't', region: 'r', 'detail-type': 'd' }
  const ask = (pattern: unknown, asked: unknown) =>
    client.send(new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(asked) }))
  expect((await ask({ source: ['s'] }, event)).Result).toBe(true)
  expect((await ask({ source: ['x'] }, event)).Result).toBe(false)
  await expect(ask({ source: [] }, event)).rejects.toMatchObject({
    name: 'InvalidEventPatternException',
    message: 'Event pattern is not valid. Reason: Empty arrays are not allowed',
  })
  const { region: _region, ...incomplete } = event
  for (const wrong of [incomplete, [], 'plain'])
    await expect(ask({ source: ['s'] }, wrong)).rejects.toMatchObject({ name: 'ValidationException' })
})

test('describes its rules, targets and bus', async () => {
  const input = { kind: 'transformer', paths: { n: '$.detail.n' }, template: '<n>' } as const
  const rules = [everything({ input, retryPolicy: { maximumRetryAttempts: 3 } })]
  const { client } = await started({ busName: 'houston', rules })
  const busName = { EventBusName: 'houston' }
  const arn = 'arn:aws:events:eu-west-1:111122223333:rule/houston/everything'
  const rule = { Name: 'everything', Arn: arn, State: 'ENABLED', EventPattern: '{"source":[{"exists":true}]}' }
  expect((await client.send(new ListRulesCommand(busName))).Rules).toMatchObject([rule])
  expect((await client.send(new ListRulesCommand({ ...busName, NamePrefix: 'x' }))).Rules).toEqual([])
  expect(await client.send(new DescribeRuleCommand({ ...busName, Name: 'everything' }))).toMatchObject(rule)
  const { Targets } = await client.send(new ListTargetsByRuleCommand({ ...busName, Rule: 'everything' }))
  expect(Targets).toEqual([
    {
      Id: 'first',
      Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:First',
      InputTransformer: { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '<n>' },
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 86_400 },
    },
  ])
  expect((await client.send(new DescribeEventBusCommand({ Name: 'houston' }))).Name).toBe('houston')
  expect((await client.send(new ListEventBusesCommand({}))).EventBuses).toHaveLength(1)
  const missing = client.send(new DescribeRuleCommand({ ...busName, Name: 'other' }))
  await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('names the operation it does not do', async () => {
  const { client } = await started()
  const command = new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["s"]}' })
  await expect(client.send(command)).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('EventBridge PutRule'),
  })
})

test('is throttled as AWS is where the bus is far behind, and takes events again when it has caught up', async () => {
  const { bus, clock } = testBus({})
  let due = 20_000
  const behind = new Proxy(bus, {
    get: (target, member) => {
      if (member === 'dueDeliveries') return () => due
      const value: unknown = Reflect.get(target, member, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const client = await serve(eventBridgeService(behind, clock))
  await expect(client.send(new PutEventsCommand({ Entries: [entry] }))).rejects.toMatchObject({
    name: 'ThrottlingException',
  })
  due = 19_999
  expect(await client.send(new PutEventsCommand({ Entries: [entry] }))).toMatchObject({ FailedEntryCount: 0 })
})
