import { describe, expect, it } from 'vitest'
import signed from '../../../../test/fixtures/sns/signed-messages.json' with { type: 'json' }
import { testContext } from '../../../../test/harness/context.ts'
import type { Json } from '../json.ts'
import type { OutboundAnswer, OutboundRequest } from '../port/outbound.ts'
import { genuineSns, takeSns } from './sns-door.ts'

const nowMs = Date.parse('2026-12-02T12:00:00Z')
const topics = ['arn:aws:sns:eu-west-1:444455556666:alarms']

/** Amazon as far as these messages need it; everything that was asked of it is kept. */
function world(answer: OutboundAnswer = { kind: 'answered', status: 200, headers: {}, text: signed.certificate }) {
  const asked: string[] = []
  const queued: Json[] = []
  const ctx = testContext({
    nowMs,
    store: { get: async () => undefined, transact: async () => ({ kind: 'written' }) } as never,
    ports: {
      outbound: {
        refuse: () => undefined,
        send: async ({ url }: OutboundRequest) => {
          asked.push(url)
          return answer
        },
      },
      queue: {
        send: async (_, bodies) => void queued.push(...bodies),
      },
    },
  })
  return { ctx, asked, queued }
}

describe('the door for Amazon SNS', () => {
  it('takes a genuine notification: its alarm is queued under the message’s id', async () => {
    const { ctx, queued } = world()
    const body = JSON.stringify(signed.version2)
    expect(await genuineSns(ctx, body, topics)).toBeDefined()
    expect(await takeSns(ctx, body)).toEqual({ messages: 1, repeated: false })
    expect(queued).toMatchObject([{ kind: 'cloudwatch-sns', deliveryId: signed.version2.MessageId }])
  })

  it('confirms a subscription at Amazon, and nowhere else', async () => {
    const { ctx, asked, queued } = world()
    const body = JSON.stringify(signed.confirmation)
    expect(await genuineSns(ctx, body, topics)).toBeDefined()
    await takeSns(ctx, body)
    expect(asked.at(-1)).toBe(signed.confirmation.SubscribeURL)
    expect(queued).toEqual([])
    const elsewhere = JSON.stringify({ ...signed.confirmation, SubscribeURL: 'https://169.254.169.254/latest' })
    await expect(takeSns(ctx, elsewhere)).rejects.toMatchObject({ code: 'alert.confirmation-failed' })
    expect(asked).not.toContain('https://169.254.169.254/latest')
  })

  it.each([
    ['no JSON', 'x'],
    ['another shape', '{}'],
    [
      'a certificate from elsewhere',
      JSON.stringify({ ...signed.version2, SigningCertURL: 'https://evil.example/a.pem' }),
    ],
    ['a topic nobody subscribed', JSON.stringify({ ...signed.version2, TopicArn: 'arn:aws:sns:eu-west-1:1:x' })],
  ])('fetches nothing for %s, and does not believe it', async (_, body) => {
    const { ctx, asked } = world()
    expect(await genuineSns(ctx, body, topics)).toBeUndefined()
    expect(asked).toEqual([])
  })

  it('does not believe a message that was changed', async () => {
    const changed = JSON.stringify({ ...signed.version2, Message: `${signed.version2.Message} ` })
    expect(await genuineSns(world().ctx, changed, topics)).toBeUndefined()
  })

  it('has the message come again where the certificate cannot be fetched', async () => {
    const { ctx } = world({ kind: 'failed', sentence: 'no answer' })
    await expect(genuineSns(ctx, JSON.stringify(signed.version2), topics)).rejects.toMatchObject({
      code: 'alert.certificate-unavailable',
      kind: 'retryable',
    })
  })
})
