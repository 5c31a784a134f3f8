/** Every pager against the one suite, and what each alone must say. */
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { SNSClient } from '@aws-sdk/client-sns'
import { EmailPager } from '@houston/core/aws/email-pager.ts'
import { SmsPager } from '@houston/core/aws/sms-pager.ts'
import { PagerDutyPager, subjectOfDedupKey } from '@houston/core/http/pagerduty-pager.ts'
import { SlackPager } from '@houston/core/http/slack-pager.ts'
import { TerminalPager } from '@houston/core/http/terminal-pager.ts'
import { WebhookPager } from '@houston/core/http/webhook-pager.ts'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describePager, message, ScriptedProvider, testOutbound } from './pager.ts'

const secret = 'a-secret-of-thirty-two-characters'
const aws = (url: string) => ({
  endpoint: url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret },
  maxAttempts: 1,
})

describePager('the terminal', {
  make: (url) => new TerminalPager(testOutbound, { url: `${url}/local/pages`, token: secret }),
  unset: () => new TerminalPager(testOutbound, { url: '', token: '' }),
  address: () => 'ada-at-home',
  secrets: [secret],
  accepted: { status: 200, body: '{"taken":true}' },
  knowsKeys: true,
})

describePager('a signed webhook', {
  make: () => new WebhookPager(testOutbound, [secret]),
  unset: () => new WebhookPager(testOutbound, []),
  address: (url) => `${url}/hook/with-a-path-that-is-a-secret`,
  secrets: [secret],
  accepted: { status: 204 },
  knowsKeys: true,
})

describePager('PagerDuty', {
  make: (url) => new PagerDutyPager(testOutbound, { url, routingKeys: { shop: 'routing-key-of-shop' } }),
  unset: (url) => new PagerDutyPager(testOutbound, { url, routingKeys: {} }),
  address: () => 'shop',
  secrets: ['routing-key-of-shop'],
  accepted: { status: 202, body: '{"status":"success","dedup_key":"houston:inc_1"}' },
  knowsKeys: true,
})

describePager('Slack', {
  make: (url) => new SlackPager(testOutbound, { url, token: secret }),
  unset: (url) => new SlackPager(testOutbound, { url, token: '' }),
  address: () => 'U012AB3CD',
  secrets: [secret],
  accepted: { status: 200, body: '{"ok":true,"channel":"D024BE91L","ts":"1503435956.000247"}' },
  knowsKeys: false,
})

describePager('e-mail', {
  make: (url) => new EmailPager(() => new SESv2Client(aws(url)), 'houston@example.com'),
  unset: (url) => new EmailPager(() => new SESv2Client(aws(url)), ''),
  address: () => 'ada.lovelace@example.org',
  secrets: [secret],
  accepted: { status: 200, body: '{"MessageId":"0100"}' },
  knowsKeys: false,
})

const smsAccepted = '<PublishResponse><PublishResult><MessageId>94f20ce6</MessageId></PublishResult></PublishResponse>'
describePager('a text message', {
  make: (url) => new SmsPager(() => new SNSClient(aws(url))),
  address: () => '+353871234567',
  secrets: [secret],
  accepted: { status: 200, headers: { 'content-type': 'text/xml' }, body: smsAccepted },
  refusedWith: (status) => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: '<ErrorResponse><Error><Type>Sender</Type><Code>Odd</Code><Message>no</Message></Error></ErrorResponse>',
  }),
  knowsKeys: false,
})

describe('each alone', () => {
  const provider = new ScriptedProvider()
  beforeAll(() => provider.start())
  afterAll(() => provider.stop())
  const last = () => {
    const request = provider.requests.at(-1)
    if (request === undefined) throw new Error('nothing was asked')
    return { ...request, json: () => JSON.parse(request.body) as Record<string, unknown> }
  }

  test('a provider that says when to come back is heard', async () => {
    provider.reply = { status: 429, headers: { 'retry-after': '90' } }
    const pager = new TerminalPager(testOutbound, { url: provider.url, token: secret })
    expect(await pager.send({ ...message, address: 'ada' })).toMatchObject({
      reason: 'throttled',
      retryAfterMs: 90_000,
    })
  })

  test('a webhook is signed under every secret, so that one can be rotated, and holds no address', async () => {
    provider.reply = { status: 200 }
    await new WebhookPager(testOutbound, ['new', 'old']).send({ ...message, address: `${provider.url}/hook` })
    const { body, headers } = last()
    expect(headers['x-houston-signature']).toBe(`v1=${hmacSha256Hex('new', body)},v1=${hmacSha256Hex('old', body)}`)
    expect(body).not.toContain('/hook')
  })

  test('a webhook into the private network is refused, whatever it is called', async () => {
    const pager = new WebhookPager(testOutbound, [secret])
    for (const address of [
      'http://169.254.169.254/latest',
      'https://10.0.0.1/x',
      'file:///etc/passwd',
      'https://user:p@example.com',
    ])
      expect(await pager.send({ ...message, address })).toMatchObject({ kind: 'refused', reason: 'address-invalid' })
  })

  test('PagerDuty gets one alert for an incident: triggered, acknowledged, resolved by its key; changes go elsewhere', async () => {
    provider.reply = { status: 202, body: '{}' }
    const pager = new PagerDutyPager(testOutbound, { url: provider.url, routingKeys: { shop: 'routing-key' } })
    const send = (action: 'trigger' | 'acknowledge' | 'resolve' | 'change') =>
      pager.send({ ...message, address: 'shop', action })
    expect(await send('trigger')).toEqual({ kind: 'sent', receipt: 'houston:inc_1' })
    expect(last().json()).toMatchObject({
      event_action: 'trigger',
      dedup_key: 'houston:inc_1',
      payload: { severity: 'critical', source: 'checkout', timestamp: '2026-03-02T09:00:00.000Z' },
    })
    await send('acknowledge')
    expect(last().json()).toEqual({
      routing_key: 'routing-key',
      event_action: 'acknowledge',
      dedup_key: 'houston:inc_1',
    })
    await send('change')
    expect(last().path).toBe('/v2/change/enqueue')
    expect(last().json()).not.toHaveProperty('dedup_key')
    expect([subjectOfDedupKey('houston:inc_1'), subjectOfDedupKey('other')]).toEqual(['inc_1', undefined])
  })

  test('Slack refuses with 200: its own word says whether it may pass', async () => {
    const pager = new SlackPager(testOutbound, { url: provider.url, token: secret })
    const meaning = async (error: string) => {
      provider.reply = { status: 200, body: JSON.stringify({ ok: false, error }) }
      const result = await pager.send({ ...message, address: 'U012AB3CD' })
      return result.kind === 'sent' ? 'sent' : `${result.kind} ${result.reason}`
    }
    expect(await meaning('channel_not_found')).toBe('refused address-invalid')
    expect(await meaning('invalid_auth')).toBe('refused credentials-refused')
    expect(await meaning('ratelimited')).toBe('failed throttled')
    expect(await meaning('internal_error')).toBe('failed provider-failed')
    provider.reply = { status: 200, body: 'not json' }
    expect(await pager.send({ ...message, address: 'U012AB3CD' })).toMatchObject({ reason: 'answer-lost' })
  })

  test('Slack’s message has buttons; what follows goes into its thread, in the channel of the first answer', async () => {
    provider.reply = { status: 200, body: '{"ok":true,"channel":"D024BE91L","ts":"15.2"}' }
    const pager = new SlackPager(testOutbound, { url: provider.url, token: secret })
    expect(await pager.send({ ...message, address: 'U012AB3CD' })).toEqual({ kind: 'sent', receipt: 'D024BE91L:15.2' })
    expect(last().body).toContain('"action_id":"houston_acknowledge"')
    expect(last().body).toContain('Payments &lt;are&gt;')
    await pager.send({ ...message, address: 'U012AB3CD', action: 'resolve', receipt: 'D024BE91L:15.2' })
    expect(last().json()).toMatchObject({ channel: 'D024BE91L', thread_ts: '15.2' })
    expect(last().json()).not.toHaveProperty('blocks')
  })

  test('a text message fits one message and says how to answer', async () => {
    provider.reply = { status: 200, headers: { 'content-type': 'text/xml' }, body: smsAccepted }
    const pager = new SmsPager(() => new SNSClient(aws(provider.url)))
    await pager.send({ ...message, address: '+353871234567', title: 'x'.repeat(500) })
    const text = new URLSearchParams(last().body).get('Message') ?? ''
    expect(text.length).toBeLessThanOrEqual(150)
    expect(text).toMatch(/ houston ack inc_1$/)
  })
})
