/** Pages by e-mail through Amazon SES. SES knows no idempotency: after a lost answer a mail may come twice, with the same Message subject. */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { notConfigured, pagerTimeoutMs } from '../http/pager-answer.ts'
import type { PageMessage, PageResult, Pager } from '../port/pager.ts'
import { pageResultOfAws } from './pager-error.ts'

export class EmailPager implements Pager {
  readonly #client: () => SESv2Client
  readonly #from: string

  constructor(client: () => SESv2Client, from: string) {
    this.#client = client
    this.#from = from
  }

  async send(message: PageMessage): Promise<PageResult> {
    if (this.#from === '') return notConfigured('SES', 'HOUSTON_MAIL_FROM')
    const { address, severity, service, title, sentence, incidentId, escalationId, key } = message
    const subject = `${severity} ${service}: ${title}`.replaceAll(/[\r\n]+/g, ' ')
    const text = `${subject}\n\n${sentence}\n\nAcknowledge: houston ack ${incidentId ?? escalationId}\n`
    const command = new SendEmailCommand({
      FromEmailAddress: this.#from,
      Destination: { ToAddresses: [address] },
      Content: {
        Simple: {
          Subject: { Data: subject, Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' } },
          Headers: [{ Name: 'X-Houston-Key', Value: key.slice(0, 800) }],
        },
      },
    })
    try {
      const abortSignal = AbortSignal.timeout(pagerTimeoutMs)
      const { MessageId } = await this.#client().send(command, { abortSignal })
      return MessageId === undefined ? { kind: 'sent' } : { kind: 'sent', receipt: MessageId }
    } catch (error) {
      return pageResultOfAws('SES', error)
    }
  }
}

/** One try: what is tried again, and when, is decided by the page. */
export const emailPager = (from: string): EmailPager => {
  let client: SESv2Client | undefined
  return new EmailPager(() => {
    client ??= new SESv2Client({ maxAttempts: 1 })
    return client
  }, from)
}
