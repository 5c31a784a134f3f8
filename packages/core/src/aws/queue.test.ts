import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { SqsQueue } from './queue.ts'

const mocked = mockClient(SQSClient)
const queue = new SqsQueue(new SQSClient({ region: 'us-east-1' }), { intake: 'https://sqs/1/intake' })
beforeEach(() => mocked.reset())

const sent = (): string[][] =>
  mocked
    .commandCalls(SendMessageBatchCommand)
    .map(({ args: [{ input }] }) => (input.Entries ?? []).map(({ MessageBody = '' }) => MessageBody))

describe('the queue', () => {
  it('sends ten at a time to the queue of that name', async () => {
    mocked.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] })
    await queue.send(
      'intake',
      Array.from({ length: 12 }, (_, place) => ({ place })),
    )
    expect(sent().map((page) => page.length)).toEqual([10, 2])
    expect(mocked.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.QueueUrl).toBe('https://sqs/1/intake')
    expect(sent()[1]).toEqual(['{"place":10}', '{"place":11}'])
  })

  it('sends fewer where ten are more than a call takes', async () => {
    mocked.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] })
    await queue.send('intake', ['é'.repeat(300_000), 'é'.repeat(300_000), 'x'])
    expect(sent().map((page) => page.length)).toEqual([1, 2])
  })

  it('says that it is to be sent again where one of them was not taken, or nothing answered', async () => {
    mocked
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [], Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }] })
      .rejectsOnce(new Error('socket hang up'))
    await expect(queue.send('intake', [1, 2])).rejects.toMatchObject({ code: 'queue.unreachable', kind: 'retryable' })
    await expect(queue.send('intake', [1])).rejects.toMatchObject({ code: 'queue.unreachable' })
  })

  it('knows no other queue', async () => {
    await expect(queue.send('elsewhere', [1])).rejects.toMatchObject({ code: 'queue.unknown' })
  })
})
