/** Letters to any HTTPS address, signed with what its receiver alone was told; it drops what it has seen by `idempotency-key`. */
import type { Courier, CourierLetter } from '../port/courier.ts'
import type { Outbound } from '../port/outbound.ts'
import type { PageResult } from '../port/pager.ts'
import { signatureHeader, signatureOf } from '../signature.ts'
import { notConfigured, pageResultOf, pagerAnswerBytes, pagerTimeoutMs } from './pager-answer.ts'

export class WebhookCourier implements Courier {
  readonly #outbound: Outbound

  constructor(outbound: Outbound) {
    this.#outbound = outbound
  }

  async send({ key, to: url, json, signingSecrets = [], isToStranger = false }: CourierLetter): Promise<PageResult> {
    // Nobody is told anything that they could not check.
    if (signingSecrets.length === 0) return notConfigured('webhook', 'the secret to sign with')
    const body = JSON.stringify(json)
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      [signatureHeader]: signatureOf(signingSecrets, body),
    }
    const bounds = { timeoutMs: pagerTimeoutMs, maxBytes: pagerAnswerBytes, isFromStranger: isToStranger }
    return pageResultOf('webhook', await this.#outbound.send({ url, method: 'POST', headers, body, ...bounds }))
  }
}
