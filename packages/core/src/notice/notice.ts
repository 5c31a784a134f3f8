/** A notice: what was told to an audience, on its way to everybody who wants to hear it. Each address is a delivery of its own. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { defineError } from '../error.ts'
import { defineId } from '../id.ts'
import { audienceSchema, incidentIdSchema } from '../incident/index.ts'
import { severitySchema } from '../severity.ts'

export const noticeId = defineId('ntc')
export const noticeIdSchema = z.custom<ReturnType<typeof noticeId.create>>(noticeId.is, 'must be a notice id: ntc_01…')

/** `subscriber` is somebody of the public status page; what address that is, is looked up when it is sent. */
export const deliveryChannels = ['slack', 'webhook', 'terminal', 'email', 'subscriber'] as const
export const targetSchema = z.object({ channel: z.enum(deliveryChannels), address: z.string() })
export type Target = z.output<typeof targetSchema>

export const noticeSchema = z.object({
  ...revisioned,
  id: noticeIdSchema,
  incidentId: incidentIdSchema,
  /** The place of what was said on the timeline. */
  number: z.int().positive(),
  audience: audienceSchema,
  service: z.string(),
  severity: severitySchema,
  /** For people inside; outside another one is shown. */
  title: z.string(),
  /** What the public calls the incident from now on, where that was said with it. */
  publicTitle: z.string().optional(),
  text: z.string(),
  saidAtMs: z.int(),
  correlationId: z.string(),
  /** Where the list of subscribers goes on; absent once all are written down. */
  subscribersFrom: z.string().optional(),
  isListed: z.boolean(),
  endedAtMs: z.int().optional(),
})
export type NoticeItem = z.output<typeof noticeSchema>

export const deliverySchema = z.object({
  ...revisioned,
  noticeId: noticeIdSchema,
  id: z.string(),
  ...targetSchema.shape,
  state: z.enum(['open', 'sent', 'failed']),
  attempts: z.int().nonnegative(),
  dueAtMs: z.int(),
  /** Why it was not sent. */
  detail: z.string().optional(),
})
export type DeliveryItem = z.output<typeof deliverySchema>

export const noticeUnknown = defineError('notice.unknown', 'missing', 'No notice has that id.', (id: string) => ({
  message: `There is no notice ${id}.`,
  wayOut: 'A notice begins with `houston incident tell`.',
}))
