/** One page: a message to one address, written down before it is sent, and sent under one key however often it is tried. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { channelSchema, pageMessageSchema } from '../port/pager.ts'
import { pageIdSchema } from './event.ts'

export const pageStates = ['planned', 'sending', 'sent', 'failed', 'held', 'bundled'] as const
export type PageState = (typeof pageStates)[number]

/** From each state, where a page can go. `sending` leads back where the outcome is not known: it is tried again with the same key. */
export const pageTransitions: Readonly<Record<PageState, readonly PageState[]>> = {
  planned: ['sending', 'held', 'bundled', 'planned'],
  sending: ['sent', 'failed', 'planned', 'sending'],
  sent: [],
  failed: [],
  held: [],
  bundled: [],
}

export const pageSchema = z.object({
  ...revisioned,
  id: pageIdSchema,
  ...pageMessageSchema.omit({ atMs: true }).shape,
  correlationId: z.string(),
  channel: channelSchema,
  round: z.int().nonnegative(),
  step: z.int().nonnegative(),
  state: z.enum(pageStates),
  plannedAtMs: z.int(),
  /** Not before; moved by tries that failed, quiet hours and bursts. */
  dueAtMs: z.int(),
  /** Why it is later than planned. */
  deferredFor: z.enum(['quiet-hours', 'burst', 'retry']).optional(),
  /** A dead end is told whatever the hour and however many pages there were. */
  isUrgent: z.boolean(),
  attempts: z.int().nonnegative(),
  sendingSinceMs: z.int().optional(),
  settledAtMs: z.int().optional(),
  /** Why it failed or was held. */
  reason: z.string().optional(),
  detail: z.string().optional(),
  /** The page that stands for this one, or how many this one stands for. */
  bundledInto: pageIdSchema.optional(),
  bundled: z.int().nonnegative().default(0),
})
export type PageItem = z.infer<typeof pageSchema>

export const isOpen = ({ state }: Pick<PageItem, 'state'>): boolean => state === 'planned' || state === 'sending'
