/** A provider's webhook: the signature before anything else, stored before the 2xx, a 4xx only where sending again cannot help. */

import type { Actor } from '@houston/core/actor.ts'
import type { Context } from '@houston/core/context.ts'
import { defineError } from '@houston/core/error.ts'
import { limits } from '@houston/core/limits.ts'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { answer, header, rawBody, refusal } from './http.ts'
import { count, log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

export const signatureWrong = defineError(
  'webhook.signature-wrong',
  'denied',
  'The signature of a webhook does not fit its body.',
  () => ({
    message: 'The signature does not fit the body.',
    wayOut: 'Check the secret on both sides.',
  }),
)
export const bodyTooLarge = defineError(
  'webhook.body-too-large',
  'limit',
  'The body of a webhook is larger than the limit.',
  (bytes: number) => `The body has ${bytes} bytes; at most ${limits.webhookBodyBytes.value} are taken.`,
)

export interface Webhook {
  readonly provider: string
  /** What the provider's actor may do. */
  readonly roles: Actor['roles']
  /** Before anything is done with the delivery. */
  isSigned(event: APIGatewayProxyEventV2, body: Buffer, ctx: Context): boolean | Promise<boolean>
  /** The header with the provider's own id of the delivery: the same when it is sent again. */
  readonly deliveryHeader: string
  /** What the provider takes for a yes; 202 unless it wants another. */
  readonly taken?: number
  run(ctx: Context, event: APIGatewayProxyEventV2, body: Buffer): Promise<unknown>
}

const plainId = /^[\w.-]{1,128}$/

/** A delivery and its repetitions have one correlation id, by which what was done already is known. */
function correlationOf(provider: string, deliveryId: string): string | undefined {
  return plainId.test(deliveryId) ? `${provider}-${deliveryId}` : undefined
}

export function webhookHandler({ provider, roles, isSigned, deliveryHeader, taken = 202, run }: Webhook) {
  return stack(async (event: APIGatewayProxyEventV2) => {
    const body = rawBody(event)
    try {
      if (body.length > limits.webhookBodyBytes.value) throw bodyTooLarge(body.length)
      const correlationId = correlationOf(provider, header(event, deliveryHeader))
      const ctx = contextFor(log, { actor: { kind: 'service', id: provider, roles }, correlationId })
      if (!(await isSigned(event, body, ctx))) {
        count(`${provider}WebhookForged`)
        return refusal(signatureWrong())
      }
      return answer(taken, (await run(ctx, event, body)) ?? {})
    } catch (error) {
      return refusal(error)
    }
  })
}
