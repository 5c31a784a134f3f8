/** What brings a page to somebody: a provider behind one small port. It never throws: what went wrong is a result with its reason. */
import * as z from 'zod'
import { type Severity, severitySchema } from '../severity.ts'

/** `terminal` is a Houston on one machine: pages are appended to its outbox. */
export const channels = ['terminal', 'slack', 'email', 'sms', 'pagerduty', 'webhook'] as const
export const channelSchema = z.enum(channels)
export type Channel = z.infer<typeof channelSchema>

/** `trigger` asks for an answer. The others tell what became of it to those who were asked; `change` tells of a change before anything is wrong. */
export const pageActions = ['trigger', 'note', 'acknowledge', 'resolve', 'change'] as const
export const pageActionSchema = z.enum(pageActions)
export type PageAction = z.infer<typeof pageActionSchema>

export const pageMessageSchema = z.object({
  /** The same for every try of this page, and for no other: a provider that knows keys takes it once. */
  key: z.string(),
  /** The same for all pages about one thing: later actions find the first by it. */
  subject: z.string(),
  action: pageActionSchema,
  /** Where to: what it is depends on the channel. */
  address: z.string(),
  severity: severitySchema,
  service: z.string(),
  title: z.string(),
  /** Why this page, and what to do, in a sentence or two. */
  sentence: z.string(),
  person: z.string().optional(),
  escalationId: z.string(),
  incidentId: z.string().optional(),
  atMs: z.int(),
  /** What the provider gave for the first page about the subject at this address, e.g. the thread to go on in. */
  receipt: z.string().optional(),
})
export type PageMessage = z.infer<typeof pageMessageSchema> & { readonly severity: Severity }

/** Sending the same again cannot help. */
export const refusalReasons = ['address-invalid', 'credentials-refused', 'message-refused', 'not-configured'] as const
/** It may help. After `timed-out` and `answer-lost` the page may have arrived: only the same key may be sent. */
export const failureReasons = ['throttled', 'unreachable', 'provider-failed', 'timed-out', 'answer-lost'] as const

export type PageResult =
  | { readonly kind: 'sent'; readonly receipt?: string }
  | { readonly kind: 'refused'; readonly reason: (typeof refusalReasons)[number]; readonly detail: string }
  | {
      readonly kind: 'failed'
      readonly reason: (typeof failureReasons)[number]
      readonly detail: string
      /** How long the provider asks to wait. */
      readonly retryAfterMs?: number
    }

export interface Pager {
  /** Answers within some seconds, whatever happens; never tells a secret in its `detail`. */
  send(message: PageMessage): Promise<PageResult>
}

/** Channels that are told what became of a page: the others are written once and read by a person. */
export const followedChannels: readonly Channel[] = ['terminal', 'slack', 'pagerduty', 'webhook']
