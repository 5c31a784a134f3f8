/** Every courier against the suite of the pagers: one request, the same table of answers, the same letter the same way again, no secret told. */
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { EmailCourier } from '@houston/core/aws/email-courier.ts'
import { TerminalCourier } from '@houston/core/http/terminal-courier.ts'
import { WebhookCourier } from '@houston/core/http/webhook-courier.ts'
import type { Courier } from '@houston/core/port/courier.ts'
import type { Pager } from '@houston/core/port/pager.ts'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describePager, ScriptedProvider, testOutbound } from './pager.ts'

const secret = 'a-secret-of-thirty-two-characters'

/** A letter made of a page, so that one suite judges both. */
const asPager = (courier: Courier): Pager => ({
  send: ({ key, address, title, sentence }) =>
    courier.send({
      key,
      to: address,
      subject: title,
      text: sentence,
      json: { key, title, sentence },
      signingSecrets: [secret],
    }),
})
const ses = (url: string) => () =>
  new SESv2Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret },
    maxAttempts: 1,
  })

describePager('letters by e-mail', {
  make: (url) => asPager(new EmailCourier(ses(url), 'status@example.com')),
  unset: (url) => asPager(new EmailCourier(ses(url), '')),
  address: () => 'ada.lovelace@example.org',
  secrets: [secret],
  accepted: { status: 200, body: '{"MessageId":"0100"}' },
  knowsKeys: false,
})

describePager('letters to a signed webhook', {
  make: () => asPager(new WebhookCourier(testOutbound)),
  unset: () => ({
    send: ({ key, address: to }) => new WebhookCourier(testOutbound).send({ key, to, subject: '', text: '', json: {} }),
  }),
  address: (url) => `${url}/hook/with-a-path-that-is-a-secret`,
  secrets: [secret],
  accepted: { status: 204 },
  knowsKeys: true,
})

describePager('letters on the terminal', {
  make: (url) => asPager(new TerminalCourier(testOutbound, { url: `${url}/local/pages`, token: secret })),
  unset: () => asPager(new TerminalCourier(testOutbound, { url: '', token: '' })),
  address: () => 'ada.lovelace@example.org',
  secrets: [secret],
  accepted: { status: 200, body: '{"taken":true}' },
  knowsKeys: true,
})

describe('each alone', () => {
  const provider = new ScriptedProvider()
  beforeAll(() => provider.start())
  afterAll(() => provider.stop())
  const letter = { key: 'k1', subject: 'A\r\nBcc: x', text: 'words', json: { a: 1 } }

  test('a mail can be left with one click, and its subject is one line', async () => {
    provider.reply = { status: 200, body: '{"MessageId":"0100"}' }
    const unsubscribeUrl = 'https://status.example.com/unsubscribe/x'
    await new EmailCourier(ses(provider.url), 'status@example.com').send({
      ...letter,
      to: 'a@example.com',
      unsubscribeUrl,
    })
    const { body } = provider.requests.at(-1) ?? { body: '' }
    expect(body).toContain('List-Unsubscribe=One-Click')
    expect(body).toContain(`<${unsubscribeUrl}>`)
    expect(body).toContain('"A Bcc: x"')
  })

  test('a webhook is signed with each secret of its receiver', async () => {
    provider.reply = { status: 204 }
    await new WebhookCourier(testOutbound).send({
      ...letter,
      to: `${provider.url}/hook`,
      signingSecrets: [secret, 'older'],
    })
    const [request] = provider.requests.slice(-1)
    expect(request?.headers['x-houston-signature']).toBe(
      [secret, 'older'].map((one) => `v1=${hmacSha256Hex(one, request?.body ?? '')}`).join(','),
    )
  })

  test('a webhook of somebody unknown leads nowhere inside, though configured ones may', async () => {
    const before = provider.requests.length
    const to = `${provider.url}/hook`
    const courier = new WebhookCourier(testOutbound)
    const result = await courier.send({ ...letter, to, signingSecrets: [secret], isToStranger: true })
    expect(result).toMatchObject({ kind: 'refused', reason: 'address-invalid' })
    expect(testOutbound.refuse(to, { isFromStranger: true })).toMatchObject({ reason: 'address-not-public' })
    expect(testOutbound.refuse(to)).toBeUndefined()
    expect(provider.requests).toHaveLength(before)
  })
})
