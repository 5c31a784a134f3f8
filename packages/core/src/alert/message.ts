/** What lies in the intake's queue: an event of AWS as EventBridge put it, or a delivery that a webhook took. */
import * as z from 'zod'
import { type DeliveryKind, deliveryKinds } from './normalise.ts'

/** A delivery as a webhook stores it. */
export const storedDeliverySchema = z.object({
  kind: z.enum(deliveryKinds),
  payload: z.unknown(),
  receivedMs: z.int(),
  /** The provider's own id of the delivery, where it has one. */
  deliveryId: z.string().optional(),
  /** Of `mapped`: whose mapping reads it. */
  sender: z.string().optional(),
})
export type StoredDelivery = z.infer<typeof storedDeliverySchema>

/** One message of the queue. */
export const messageSchema = z.object({
  messageId: z.string(),
  body: z.unknown(),
  /** When the queue took it: the bound for what its source claims of the future. */
  sentMs: z.int(),
})
export type Message = z.infer<typeof messageSchema>

const eventSchema = z.looseObject({ source: z.string(), 'detail-type': z.string() })

const kindBySource: Readonly<Record<string, DeliveryKind>> = {
  'aws.cloudwatch': 'cloudwatch-event',
  'aws.health': 'aws-health',
  'aws.codebuild': 'codebuild',
}

export type ReadMessage = StoredDelivery | { readonly unreadable: string }

export function readMessage({ body, sentMs }: Message): ReadMessage {
  const stored = storedDeliverySchema.safeParse(body)
  if (stored.success) return stored.data
  const event = eventSchema.safeParse(body)
  if (!event.success) return { unreadable: 'neither an event of AWS nor a stored delivery' }
  const kind = kindBySource[event.data.source]
  if (kind === undefined) return { unreadable: `no alert comes from ${event.data.source}` }
  return { kind, payload: body, receivedMs: sentMs }
}
