/** Letters as mails through Amazon SES, with the headers by which a mail program unsubscribes with one click (RFC 8058). */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { notConfigured, pagerTimeoutMs } from '../http/pager-answer.ts'
import type { Courier, CourierLetter } from '../port/courier.ts'
import type { PageResult } from '../port/pager.ts'
import { pageResultOfAws } from './pager-error.ts'

export class EmailCourier implements Courier {
  readonly #client: () => SESv2Client
  readonly #from: string

  constructor(client: () => SESv2Client, from: string) {
    this.#client = client
    this.#from = from
  }

  async send({ key, to, subject, text, unsubscribeUrl }: CourierLetter): Promise<PageResult> {
    if (this.#from === '') return notConfigured('SES', 'HOUSTON_MAIL_FROM')
    const leaving =
      unsubscribeUrl === undefined
        ? []
        : [
            { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl}>` },
            { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
          ]
    const command = new SendEmailCommand({
      FromEmailAddress: this.#from,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: subject.replaceAll(/[\r\n]+/g, ' '), Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' } },
          Headers: [{ Name: 'X-Houston-Key', Value: key.slice(0, 800) }, ...leaving],
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

/** One try: what is tried again, and when, is decided by who sends. */
export const emailCourier = (from: string): EmailCourier => {
  let client: SESv2Client | undefined
  return new EmailCourier(() => {
    client ??= new SESv2Client({ maxAttempts: 1 })
    return client
  }, from)
}
