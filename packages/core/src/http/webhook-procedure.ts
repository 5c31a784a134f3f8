/** A step carried out by whoever answers at an https URL: 200 done, 202 under way, 409 and 422 failed for good. */
import * as z from 'zod'
import type { Procedure, ProcedureAnswer, ProcedureCall } from '../port/procedure.ts'
import { procedureInvalid, procedureUnreachable } from '../port/procedure-error.ts'

export interface WebhookProcedureOptions {
  readonly timeoutMs?: number
}

const answerSchema = z.object({ detail: z.string().default('') }).catch({ detail: '' })

export class WebhookProcedure implements Procedure {
  readonly #timeoutMs: number

  constructor({ timeoutMs = 10_000 }: WebhookProcedureOptions = {}) {
    this.#timeoutMs = timeoutMs
  }

  async run(address: string, { key, input }: ProcedureCall): Promise<ProcedureAnswer> {
    const url = checkedUrl(address)
    let status: number
    let body: unknown
    try {
      const response = await fetch(url, {
        method: 'POST',
        // The header that payment providers made known: whoever is called does one key once.
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        redirect: 'error',
        signal: AbortSignal.timeout(this.#timeoutMs),
        body: JSON.stringify(input),
      })
      status = response.status
      body = await response.json().catch(() => undefined)
    } catch (error) {
      throw procedureUnreachable(address, error instanceof Error ? error.message : String(error), error)
    }
    const { detail } = answerSchema.parse(body)
    if (status === 200) return { kind: 'done', detail }
    if (status === 202) return { kind: 'under-way', detail }
    if (status === 409 || status === 422) return { kind: 'failed', detail: `HTTP ${status} ${detail}`.trim() }
    throw procedureUnreachable(address, `HTTP ${status} ${detail}`.trim())
  }
}

/** Plain http only to this machine: the call says what a service is about to lose. */
function checkedUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLocal = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return url
  throw procedureInvalid(address, 'an https URL')
}
