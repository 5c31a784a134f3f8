/** A step carried out by whoever answers at an https URL, signed as pages are: 200 done, 202 under way, 409 and 422 failed for good. */
import * as z from 'zod'
import type { Outbound } from '../port/outbound.ts'
import type { Procedure, ProcedureAnswer, ProcedureCall } from '../port/procedure.ts'
import { procedureInvalid, procedureUnreachable } from '../port/procedure-error.ts'

const timeoutMs = 10_000
const answerBytes = 65_536
const answerSchema = z.object({ detail: z.string().default('') })

export class WebhookProcedure implements Procedure {
  readonly #outbound: Outbound

  constructor(outbound: Outbound) {
    this.#outbound = outbound
  }

  async run(address: string, { key, input }: ProcedureCall): Promise<ProcedureAnswer> {
    const answer = await this.#outbound.send({
      url: address,
      method: 'POST',
      // The header that payment providers made known: whoever is called does one key once.
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(input),
      isSigned: true,
      timeoutMs,
      maxBytes: answerBytes,
    })
    if (answer.kind === 'refused')
      throw procedureInvalid(address, `an https URL that may be called: ${answer.sentence}`)
    if (answer.kind === 'failed') throw procedureUnreachable(address, answer.sentence)
    const { status } = answer
    const detail = detailOf(answer.text)
    if (status === 200) return { kind: 'done', detail }
    if (status === 202) return { kind: 'under-way', detail }
    if (status === 409 || status === 422) return { kind: 'failed', detail: `HTTP ${status} ${detail}`.trim() }
    throw procedureUnreachable(address, `HTTP ${status} ${detail}`.trim())
  }
}

/** What it says of itself, where it says anything that can be read. */
function detailOf(text: string): string {
  try {
    return answerSchema.parse(JSON.parse(text)).detail
  } catch {
    return ''
  }
}
