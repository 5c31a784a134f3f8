/** Who wants to hear what the status page says: an address, confirmed by whoever reads what is sent to it. */
import * as z from 'zod'

export const subscriberChannels = ['email', 'webhook'] as const
export type SubscriberChannel = (typeof subscriberChannels)[number]

export const subscriberSchema = z.object({
  /** Made of channel and address: the same address is one subscriber. */
  id: z.string(),
  channel: z.enum(subscriberChannels),
  address: z.string(),
  createdAtMs: z.int(),
  /** When it was last asked to confirm. */
  askedAtMs: z.int(),
  confirmedAtMs: z.int().optional(),
  /** Unless confirmed before. */
  forgottenAtMs: z.int(),
})
export type Subscriber = z.output<typeof subscriberSchema>
