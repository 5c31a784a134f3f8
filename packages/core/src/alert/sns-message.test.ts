import { describe, expect, it } from 'vitest'
import signed from '../../../../test/fixtures/sns/signed-messages.json' with { type: 'json' }
import { normalise } from './normalise.ts'
import { isAmazonUrl, snsMessageSchema, verifySns } from './sns-message.ts'

const nowMs = Date.parse('2026-12-02T12:00:00Z')
const topics = ['arn:aws:sns:eu-west-1:444455556666:alarms']
const messages = [signed.version1, signed.version2, signed.confirmation].map((message) =>
  snsMessageSchema.parse(message),
)

describe("Amazon SNS's signature", () => {
  it.each(messages)('accepts a genuine $Type, version $SignatureVersion', (message) => {
    expect(verifySns(message, signed.certificate, topics, nowMs)).toEqual({ kind: 'genuine' })
  })

  it.each(['Message', 'MessageId', 'Timestamp', 'TopicArn'] as const)(
    'refuses a message whose %s was changed',
    (field) => {
      for (const message of messages) {
        const changed = { ...message, [field]: `${message[field]}x` }
        expect(verifySns(changed, signed.certificate, [...topics, changed.TopicArn], nowMs)).toEqual({
          kind: 'refused',
          reason: 'signature-wrong',
        })
      }
    },
  )

  it('refuses topics nobody subscribed and certificates out of their time', () => {
    const [message] = messages
    if (message === undefined) throw new Error('no message')
    expect(verifySns(message, signed.certificate, [], nowMs)).toMatchObject({ reason: 'topic-not-subscribed' })
    expect(verifySns(message, signed.certificate, topics, 0)).toMatchObject({ reason: 'certificate-not-valid-now' })
  })

  it.each([
    'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-0a.pem',
    'https://evil.example/SimpleNotificationService-0a.pem',
    'https://bucket.s3.amazonaws.com/SimpleNotificationService-0a.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-0a.pem',
    'https://sns.eu-west-1.amazonaws.com/other.pem',
    'not a url',
  ])('does not fetch a certificate from %s', (url) => {
    expect(isAmazonUrl(url, 'certificate')).toBe(false)
  })

  it('carries an alarm', () => {
    const normalised = normalise({ kind: 'cloudwatch-sns', payload: signed.version2.Message, receivedMs: 0 })
    expect(normalised).toMatchObject({
      kind: 'signals',
      signals: [
        {
          sourceKey: 'arn:aws:cloudwatch:eu-west-1:444455556666:alarm:basket-errors',
          service: 'basket',
          state: 'firing',
          labels: { region: 'eu-west-1', metric: 'Errors' },
          sourceTimeMs: Date.UTC(2026, 2, 2, 11, 59, 12, 345),
        },
      ],
    })
  })
})
