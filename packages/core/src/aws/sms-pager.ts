/** Pages by text message through Amazon SNS. SNS knows no idempotency for them: after a lost answer one may come twice. */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { pagerTimeoutMs } from '../http/pager-answer.ts'
import type { PageMessage, PageResult, Pager } from '../port/pager.ts'
import { pageResultOfAws } from './pager-error.ts'

/** One message of the network, with room for what carriers add; longer ones arrive in parts and in any order. */
const smsLetters = 150

export class SmsPager implements Pager {
  readonly #client: () => SNSClient

  constructor(client: () => SNSClient) {
    this.#client = client
  }

  async send(message: PageMessage): Promise<PageResult> {
    const { address, severity, service, title, incidentId, escalationId } = message
    const how = ` houston ack ${incidentId ?? escalationId}`
    const text = `${`${severity} ${service}: ${title}`.slice(0, smsLetters - how.length)}${how}`
    const attributes = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } }
    try {
      const command = new PublishCommand({ PhoneNumber: address, Message: text, MessageAttributes: attributes })
      const { MessageId } = await this.#client().send(command, { abortSignal: AbortSignal.timeout(pagerTimeoutMs) })
      return MessageId === undefined ? { kind: 'sent' } : { kind: 'sent', receipt: MessageId }
    } catch (error) {
      return pageResultOfAws('SNS', error)
    }
  }
}

/** One try: what is tried again, and when, is decided by the page. */
export const smsPager = (): SmsPager => {
  let client: SNSClient | undefined
  return new SmsPager(() => {
    client ??= new SNSClient({ maxAttempts: 1 })
    return client
  })
}
