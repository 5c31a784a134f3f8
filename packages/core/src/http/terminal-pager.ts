/** Pages on the terminal of a Houston on one machine: its runtime appends them to an outbox that `houston pages` shows. */
import type { Outbound } from '../port/outbound.ts'
import type { PageMessage, PageResult, Pager } from '../port/pager.ts'
import { notConfigured, pageResultOf, pagerAnswerBytes, pagerTimeoutMs } from './pager-answer.ts'

export interface TerminalSettings {
  /** Of the runtime's outbox; empty where there is no terminal, as on AWS. */
  readonly url: string
  readonly token: string
}

export class TerminalPager implements Pager {
  readonly #outbound: Outbound
  readonly #settings: TerminalSettings

  constructor(outbound: Outbound, settings: TerminalSettings) {
    this.#outbound = outbound
    this.#settings = settings
  }

  async send(message: PageMessage): Promise<PageResult> {
    const { url, token } = this.#settings
    if (url === '') return notConfigured('terminal', 'HOUSTON_TERMINAL_URL')
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': message.key,
    }
    const body = JSON.stringify(message)
    const bounds = { timeoutMs: pagerTimeoutMs, maxBytes: pagerAnswerBytes }
    return pageResultOf('terminal', await this.#outbound.send({ url, method: 'POST', headers, body, ...bounds }))
  }
}
