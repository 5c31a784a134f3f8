/** Pages to any HTTPS address, signed: the receiver checks `x-houston-signature` and drops what it has seen by `idempotency-key`. */
import type { Outbound } from '../port/outbound.ts'
import type { PageMessage, PageResult, Pager } from '../port/pager.ts'
import { signatureHeader, signatureOf } from '../signature.ts'
import { notConfigured, pageResultOf, pagerAnswerBytes, pagerTimeoutMs } from './pager-answer.ts'

export class WebhookPager implements Pager {
  readonly #outbound: Outbound
  readonly #secrets: readonly string[]

  /** The newest secret first; each signs, so that one can be rotated. */
  constructor(outbound: Outbound, secrets: readonly string[]) {
    this.#outbound = outbound
    this.#secrets = secrets
  }

  async send(message: PageMessage): Promise<PageResult> {
    if (this.#secrets.length === 0) return notConfigured('webhook', 'HOUSTON_WEBHOOK_SECRETS')
    const { address: url, key, ...told } = message
    const body = JSON.stringify({ ...told, key })
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      [signatureHeader]: signatureOf(this.#secrets, body),
    }
    const bounds = { timeoutMs: pagerTimeoutMs, maxBytes: pagerAnswerBytes }
    return pageResultOf('webhook', await this.#outbound.send({ url, method: 'POST', headers, body, ...bounds }))
  }
}
