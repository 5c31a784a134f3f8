/** An alert as it is stored: its history, where it stands in its group, what people were told, and why. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { defineError } from '../error.ts'
import { severitySchema } from '../severity.ts'
import { noticeLogSchema } from './flap.ts'
import { historySchema } from './history.ts'

export const outcomeKinds = ['page', 'tell', 'added', 'held', 'muted', 'inhibited', 'ended'] as const

export const standingSchema = z.object({
  group: z.string(),
  symptom: z.string(),
  firing: z.boolean(),
  isMuted: z.boolean(),
  changedMs: z.int(),
})

export const alertSchema = z.object({
  ...revisioned,
  fingerprint: z.string(),
  history: historySchema,
  notices: noticeLogSchema,
  standing: standingSchema.optional(),
  state: z.enum(['firing', 'resolved', 'unknown']),
  /** When that state began, by the source's clock. */
  sinceMs: z.int(),
  /** The source's last word is that it cannot tell. */
  isBlind: z.boolean(),
  severity: severitySchema.optional(),
  /** Who owns its service. */
  team: z.string().optional(),
  outcome: z.object({ kind: z.enum(outcomeKinds), reason: z.string() }),
  /** The reason of every stage, as sentences. */
  trace: z.array(z.string()).max(40),
  /** Receivers it was told to. */
  receivers: z.array(z.string()).max(20),
  /** `alert.raised` went out, and no `alert.resolved` since. */
  isRaised: z.boolean(),
  /** It keeps others silent by some inhibition rule. */
  isSource: z.boolean(),
  /** The episode under way or the last one. */
  episode: z.object({ openedMs: z.int(), suppressed: z.int(), paged: z.boolean() }).optional(),
  /** To be looked at again; absent where only news of its source matter. */
  dueMs: z.int().optional(),
  deliveryId: z.string().optional(),
  eventCount: z.int().nonnegative(),
  changedAtMs: z.int(),
})
export type AlertItem = z.infer<typeof alertSchema>

export const alertUnknown = defineError(
  'alert.unknown',
  'missing',
  'No alert has that fingerprint.',
  (fingerprint: string) => ({
    message: `There is no alert ${fingerprint}.`,
    fields: [{ path: 'alert', message: `${fingerprint} is not known` }],
    wayOut: '`houston alerts` lists those that fire; a resolved one is kept for a month.',
  }),
)
