/** The door for Amazon SNS: signature and certificate before anything else, then a notification or the confirmation of a subscription. */
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { alertLimits } from './limits.ts'
import { type Received, receive } from './receive.ts'
import { isAmazonUrl, type SnsMessage, snsMessageSchema, verifySns } from './sns-message.ts'

export const confirmationFailed = defineError(
  'alert.confirmation-failed',
  'retryable',
  'Amazon SNS did not take the confirmation of a subscription.',
  (detail: string) => ({
    message: `The subscription is not confirmed: ${detail}`,
    wayOut: 'SNS asks again by itself.',
  }),
)

export const certificateUnavailable = defineError(
  'alert.certificate-unavailable',
  'retryable',
  'The certificate that signed an SNS message could not be fetched.',
  (detail: string) => ({
    message: `The certificate cannot be fetched: ${detail}`,
    wayOut: 'SNS sends the message again.',
  }),
)

/** The message where it is genuine and about a topic that was subscribed; undefined where it is not. */
export async function genuineSns(
  ctx: Context,
  body: string,
  topics: readonly string[],
): Promise<SnsMessage | undefined> {
  const message = readMessage(body)
  // Nothing is fetched from where a stranger says.
  if (message === undefined || !isAmazonUrl(message.SigningCertURL, 'certificate')) return undefined
  if (!topics.includes(message.TopicArn)) return undefined
  const verdict = verifySns(message, await certificateAt(ctx, message.SigningCertURL), topics, ctx.nowMs)
  if (verdict.kind === 'refused') ctx.log.warn('an SNS message was refused', { reason: verdict.reason })
  return verdict.kind === 'genuine' ? message : undefined
}

function readMessage(body: string): SnsMessage | undefined {
  try {
    const parsed = snsMessageSchema.safeParse(JSON.parse(body))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

async function certificateAt(ctx: Context, url: string): Promise<string> {
  const answer = await ctx.ports.outbound.send({
    url,
    method: 'GET',
    timeoutMs: alertLimits.fetchTimeoutMs.value,
    maxBytes: alertLimits.certificateBytes.value,
  })
  if (answer.kind !== 'answered') throw certificateUnavailable(answer.sentence)
  if (answer.status !== 200) throw certificateUnavailable(`Amazon answered ${answer.status}`)
  return answer.text
}

/** The body of a message that `genuineSns` found to be one. */
export async function takeSns(ctx: Context, body: string): Promise<Received> {
  const message = snsMessageSchema.parse(JSON.parse(body))
  switch (message.Type) {
    case 'SubscriptionConfirmation':
      await confirm(ctx, message.SubscribeURL ?? '')
      return { messages: 0, repeated: false }
    case 'UnsubscribeConfirmation':
      ctx.log.warn('an SNS subscription of alerts was ended', { topic: message.TopicArn })
      return { messages: 0, repeated: false }
    case 'Notification':
      return receive(ctx, { kind: 'cloudwatch-sns', payload: message.Message, deliveryId: message.MessageId })
  }
}

async function confirm(ctx: Context, url: string): Promise<void> {
  if (!isAmazonUrl(url, 'confirmation')) throw confirmationFailed('its URL is not one of Amazon SNS')
  const { fetchTimeoutMs, certificateBytes } = alertLimits
  const answer = await ctx.ports.outbound.send({
    url,
    method: 'GET',
    timeoutMs: fetchTimeoutMs.value,
    maxBytes: certificateBytes.value,
  })
  if (answer.kind !== 'answered') throw confirmationFailed(answer.sentence)
  if (answer.status !== 200) throw confirmationFailed(`Amazon answered ${answer.status}`)
}
