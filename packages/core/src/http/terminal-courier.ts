/** Mails of a Houston on one machine that has no sender: its runtime appends them to the outbox of its pages. */
import type { Courier, CourierLetter } from '../port/courier.ts'
import type { Outbound } from '../port/outbound.ts'
import type { PageResult } from '../port/pager.ts'
import { notConfigured, pageResultOf, pagerAnswerBytes, pagerTimeoutMs } from './pager-answer.ts'
import type { TerminalSettings } from './terminal-pager.ts'

export class TerminalCourier implements Courier {
  readonly #outbound: Outbound
  readonly #settings: TerminalSettings

  constructor(outbound: Outbound, settings: TerminalSettings) {
    this.#outbound = outbound
    this.#settings = settings
  }

  async send({ key, to, subject, text, unsubscribeUrl }: CourierLetter): Promise<PageResult> {
    const { url, token } = this.#settings
    if (url === '') return notConfigured('terminal', 'HOUSTON_TERMINAL_URL')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key }
    const body = JSON.stringify({
      key,
      channel: 'email',
      action: 'mail',
      address: to,
      title: subject,
      sentence: text,
      unsubscribeUrl,
    })
    const bounds = { timeoutMs: pagerTimeoutMs, maxBytes: pagerAnswerBytes }
    return pageResultOf('terminal', await this.#outbound.send({ url, method: 'POST', headers, body, ...bounds }))
  }
}
