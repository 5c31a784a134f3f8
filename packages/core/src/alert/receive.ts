/** The door: a webhook's delivery is durable before its sender is told so. */
import * as z from 'zod'
import { commit } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import type { Json } from '../json.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { alertLimits } from './limits.ts'
import { type StoredDelivery, storedDeliverySchema } from './message.ts'
import { deliveryKinds } from './normalise.ts'
import { mappingEntity, seenDeliveryEntity } from './store.ts'

/** The queue in front of the intake. */
export const intakeQueue = 'alert-intake'

export const senderUnknown = defineError(
  'alert.sender-unknown',
  'missing',
  'No mapping is declared for the sender of a delivery.',
  (sender: string) => ({
    message: `No mapping is declared for ${sender}.`,
    fields: [{ path: 'sender', message: `${sender} has no AlertMapping` }],
    wayOut: 'Declare one with `houston apply`; `houston alerts preview-mapping` shows what it makes of a payload.',
  }),
)

export const deliveryTooLarge = defineError(
  'alert.delivery-too-large',
  'input',
  'One alert of a delivery is larger than the intake takes.',
  (bytes: number) => ({
    message: `One alert has ${bytes} bytes, more than the ${alertLimits.inlineBytes.value} that are taken.`,
    fields: [{ path: 'payload', message: `must be ${alertLimits.inlineBytes.value} bytes at most` }],
    wayOut: 'Send fewer alerts in one delivery, or leave out what nobody reads in a page.',
  }),
)

export interface Received {
  readonly messages: number
  /** The provider sent it before: nothing is done again. */
  readonly repeated: boolean
}

export const receive = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.receive',
    summary: 'Take a delivery of alerts and make it durable',
    input: z.object({
      kind: z.enum(deliveryKinds),
      payload: z.unknown(),
      deliveryId: z.string().max(200).optional(),
      sender: z.string().optional(),
    }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { kind, payload, deliveryId, sender }): Promise<Received> => {
    if (sender !== undefined && (await mappingEntity.get(ctx.store, { sender })) === undefined)
      throw senderUnknown(sender)
    const key = deliveryId === undefined ? undefined : { provider: kind, deliveryId }
    if (key !== undefined && (await seenDeliveryEntity.get(ctx.store, key)) !== undefined)
      return { messages: 0, repeated: true }
    const facts = { kind, receivedMs: ctx.nowMs, ...(deliveryId !== undefined && { deliveryId }) }
    const { bodies, tooLargeBytes } = partsOf({ ...facts, payload, ...(sender !== undefined && { sender }) })
    if (bodies.length === 0 && tooLargeBytes !== undefined) throw deliveryTooLarge(tooLargeBytes)
    await ctx.ports.queue.send(
      intakeQueue,
      bodies.map((body) => storedDeliverySchema.parse(body) as unknown as Json),
    )
    // Whoever is refused does not send again: the others of the group are safe by now.
    if (tooLargeBytes !== undefined) throw deliveryTooLarge(tooLargeBytes)
    // Only now: one that is remembered and not queued would be lost, one that is queued twice does no harm.
    if (key !== undefined) await remember(ctx, key)
    return { messages: bodies.length, repeated: false }
  },
)

async function remember(ctx: Context, key: { readonly provider: string; readonly deliveryId: string }): Promise<void> {
  const untilSec = Math.ceil((ctx.nowMs + limits.deliveryReplayMs.value) / 1_000)
  await commit(ctx, { writes: [seenDeliveryEntity.overwrite({ ...key, untilSec, revision: 0 })] })
}

interface Parts {
  readonly bodies: readonly StoredDelivery[]
  /** The largest alert that fits no message, however much of its text is cut. */
  readonly tooLargeBytes?: number
}

const bytesOf = (payload: unknown): number => Buffer.byteLength(JSON.stringify(payload ?? null))

/** Alertmanager sends a whole group at once: it is cut, so that a message is done or tried again in small portions. */
function partsOf(delivery: StoredDelivery): Parts {
  const { payload } = delivery
  const alerts = delivery.kind === 'alertmanager' && isGroup(payload) ? payload.alerts : []
  const fits = bytesOf(payload) <= alertLimits.inlineBytes.value
  if (alerts.length <= 1 && !fits) return shortened(delivery, alerts)
  if (alerts.length <= alertLimits.alertsPerMessage.value && fits) return { bodies: [delivery] }
  const size = Math.min(alertLimits.alertsPerMessage.value, Math.ceil(alerts.length / 2))
  const parts = Array.from({ length: Math.ceil(alerts.length / size) }, (_, place) =>
    partsOf({
      ...delivery,
      payload: { ...(payload as object), alerts: alerts.slice(place * size, (place + 1) * size) },
    }),
  )
  const refused = parts.map(({ tooLargeBytes }) => tooLargeBytes).filter((bytes) => bytes !== undefined)
  return {
    bodies: parts.flatMap(({ bodies }) => bodies),
    ...(refused.length > 0 && { tooLargeBytes: Math.max(...refused) }),
  }
}

/** One alert with the beginning of each annotation: its labels say which it is, and they are kept. */
function shortened(delivery: StoredDelivery, alerts: readonly unknown[]): Parts {
  const { payload } = delivery
  const cut = { ...(payload as object), commonAnnotations: {}, alerts: alerts.map(withShortAnnotations) }
  const isCut = alerts.length === 1 && bytesOf(cut) <= alertLimits.inlineBytes.value
  return isCut ? { bodies: [{ ...delivery, payload: cut }] } : { bodies: [], tooLargeBytes: bytesOf(payload) }
}

function withShortAnnotations(alert: unknown): unknown {
  const { annotations } = alert as { readonly annotations?: unknown }
  if (typeof annotations !== 'object' || annotations === null) return alert
  const most = alertLimits.cutAnnotationCharacters.value
  const short = Object.entries(annotations).map(([name, text]) => [name, String(text).slice(0, most)])
  return { ...(alert as object), annotations: Object.fromEntries(short) }
}

const isGroup = (payload: unknown): payload is { readonly alerts: readonly unknown[] } =>
  typeof payload === 'object' && payload !== null && Array.isArray((payload as { alerts?: unknown }).alerts)
