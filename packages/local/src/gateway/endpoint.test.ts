import { createServer, type Server } from 'node:http'
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AwsError, NotImplemented } from '../aws-service.ts'
import { awsEndpoint } from './endpoint.ts'

const inputs: unknown[] = []
const endpoint = awsEndpoint({
  accessKeyId: 'HOUSTONKEY',
  services: [
    {
      targetPrefix: 'AWSEvents',
      operations: {
        PutEvents: async (input) => {
          inputs.push(input)
          return { FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] }
        },
        Refuse: async () => {
          throw new AwsError('ResourceNotFoundException', 'Event bus x does not exist.')
        },
        Lack: async () => {
          throw new NotImplemented('archives')
        },
        Break: async () => {
          throw new TypeError('x is undefined')
        },
      },
    },
  ],
})

let server: Server
let url: string
beforeAll(async () => {
  server = createServer((request, response) => void endpoint(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
beforeEach(() => {
  inputs.length = 0
})

const clientFor = (accessKeyId: string) =>
  new EventBridgeClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    maxAttempts: 1,
  })
const signed = {
  authorization: 'AWS4-HMAC-SHA256 Credential=HOUSTONKEY/20260302/us-east-1/events/aws4_request, Signature=0',
}

async function call(target: string, body: BodyInit = '{}', headers: Record<string, string> = signed) {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { ...headers, 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

describe('the endpoint', () => {
  it('answers AWS’s own client', async () => {
    const entry = { Source: 'a', DetailType: 'b', Detail: '{"ä":1}' }
    const answer = await clientFor('HOUSTONKEY').send(new PutEventsCommand({ Entries: [entry] }))
    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] })
    expect(inputs).toEqual([{ Entries: [entry] }])
  })

  it('refuses a stranger’s key, before anything is called', async () => {
    await expect(clientFor('SOMEBODY').send(new PutEventsCommand({ Entries: [] }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 403 },
    })
    expect(inputs).toEqual([])
  })

  it.each([
    ['no signature', {}],
    ['another kind of authorization', { authorization: 'Bearer HOUSTONKEY' }],
  ])('refuses a request with %s', async (_, headers) => {
    const { status, body } = await call('AWSEvents.PutEvents', '{}', headers)
    expect([status, body.__type, inputs]).toEqual([403, 'MissingAuthenticationTokenException', []])
  })

  it('does not know other operations, whatever an object has beside them', async () => {
    await expect(clientFor('HOUSTONKEY').send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    })
    for (const target of ['AWSEvents.toString', 'AWSEvents.constructor', 'Other.PutEvents', 'PutEvents', '']) {
      const { status, body } = await call(target)
      expect([target, status, body.__type]).toEqual([target, 404, 'UnknownOperationException'])
    }
  })

  it('reports an error of AWS by its code, in body and header', async () => {
    const { status, body, headers } = await call('AWSEvents.Refuse')
    expect(status).toBe(400)
    expect(headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException')
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(body).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'Event bus x does not exist.',
      Message: 'Event bus x does not exist.',
    })
  })

  it('says by name what it does not do', async () => {
    const { status, body } = await call('AWSEvents.Lack')
    expect([status, body.__type]).toEqual([501, 'NotImplemented'])
    expect(body.message).toContain('archives')
  })

  it('has failed where it breaks', async () => {
    expect(await call('AWSEvents.Break')).toMatchObject({ status: 500, body: { __type: 'InternalFailure' } })
  })

  it.each(['[1]', 'null', '"text"', '{', 'x'])('takes objects only, not %s', async (body) => {
    expect(await call('AWSEvents.PutEvents', body)).toMatchObject({
      status: 400,
      body: { __type: 'SerializationException' },
    })
    expect(inputs).toEqual([])
  })

  it('takes an empty body for an empty object', async () => {
    expect((await call('AWSEvents.PutEvents', '')).status).toBe(200)
    expect(inputs).toEqual([{}])
  })

  it('answers a body that is too large, and calls nothing', async () => {
    const { status, body } = await call('AWSEvents.PutEvents', `"${'x'.repeat(2 * 1024 * 1024)}"`)
    expect([status, body.__type, inputs]).toEqual([413, 'RequestEntityTooLargeException', []])
  })
})
