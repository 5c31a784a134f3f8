/** What Houston says of its own objectives: a budget that burns too fast fires an alert of its service. */
import * as z from 'zod'
import { nameSchema } from '../service/index.ts'
import { type Normalised, readPayload, shorten, signalStates, signals } from './signal.ts'

const payloadSchema = z.object({
  name: nameSchema,
  service: nameSchema,
  title: z.string(),
  target: z.number(),
  state: z.enum(signalStates),
  burn: z.string(),
  atMs: z.int().nonnegative(),
  sentence: z.string(),
})

/** A slow burn is work for tomorrow, as the SRE workbook has it; a fast one wakes somebody. */
export function normaliseSlo(payload: unknown): Normalised {
  return readPayload(payloadSchema, payload, ({ name, service, target, state, burn, atMs, sentence }) =>
    signals({
      source: 'slo',
      sourceKey: name,
      service,
      name: 'ErrorBudgetBurn',
      labels: { slo: name, burn, target: String(target) },
      state,
      sourceTimeMs: atMs,
      sequence: 0,
      text: shorten(sentence, 10_000),
      severityHint: burn === 'fast' ? 'critical' : 'warning',
      links: [],
    }),
  )
}
