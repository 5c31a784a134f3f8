/** A review of what went wrong (Correction of Error): blameless, from facts, with actions that are tracked to done. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { defineId, type Id } from '../id.ts'
import { incidentIdSchema } from '../incident/index.ts'
import { severitySchema } from '../severity.ts'
import { reviewStates } from './state.ts'

export const reviewId = defineId('rev')
export type ReviewId = Id<'rev'>
export const reviewIdSchema = z.string().refine(reviewId.is, 'must be a review id such as rev_01…')
export const itemId = defineId('itm')
export type ItemId = Id<'itm'>
export const itemIdSchema = z.string().refine(itemId.is, 'must be an action item id such as itm_01…')

const text = z.string().trim().min(1, 'say it in a few words').max(4_000)

export const whySchema = z.object({ question: text, answer: text })
export type Why = z.output<typeof whySchema>

/** What the harm came to, in numbers; null where it is not known, which is not the same as none. */
export const lossSchema = z.object({
  durationMs: z.int().nonnegative(),
  detectMs: z.int().nonnegative().nullable(),
  acknowledgeMs: z.int().nonnegative().nullable(),
  customerShare: z.number().min(0).max(1).nullable(),
  customerReports: z.int().nonnegative(),
  revenueUsd: z.number().nonnegative().nullable(),
  failedRequests: z.int().nonnegative().nullable(),
  services: z.array(z.string()),
})
export type Loss = z.output<typeof lossSchema>

/** A change of the service close to the incident. */
export const relatedChangeSchema = z.object({
  releaseId: z.string(),
  version: z.string(),
  commit: z.string(),
  state: z.string(),
  createdAtMs: z.int(),
  /** Before the harm began; negative: after it. */
  beforeStartMs: z.int(),
})
export type RelatedChange = z.output<typeof relatedChangeSchema>

export const reviewSchema = z.object({
  id: reviewIdSchema,
  incidentId: incidentIdSchema,
  service: z.string(),
  owner: z.string(),
  title: z.string(),
  severity: severitySchema,
  state: z.enum(reviewStates),
  /** Who writes it; the commander, until somebody else is named. */
  author: z.string(),
  executive: z.string().optional(),
  startedAtMs: z.int(),
  /** The deadlines count from here. */
  restoredAtMs: z.int(),
  summary: z.string().max(8_000),
  loss: lossSchema,
  changes: z.array(relatedChangeSchema).max(50),
  rootCause: z.string().max(4_000),
  whys: z.array(whySchema).max(10),
  factors: z.array(text).max(20),
  lessons: z.array(text).max(20),
  /** Counts the machines that mind the deadlines. */
  round: z.int().nonnegative(),
  /** How many reminders of the stage that comes next there were. */
  reminders: z.int().nonnegative(),
  /** Items that are not done. */
  openItems: z.int().nonnegative(),
  correlationId: z.string(),
  createdAtMs: z.int(),
  changedAtMs: z.int(),
  /** How many events it has. */
  sequence: z.int().nonnegative(),
  revision: z.int().nonnegative(),
})
export type ReviewItem = z.output<typeof reviewSchema>

export const priorities = ['P1', 'P2', 'P3'] as const
export const itemKinds = ['prevent', 'detect', 'mitigate', 'process'] as const

/** The fields that an action item cannot be without: nobody does what nobody owns, and never is not a date. */
export const itemFacts = {
  title: z.string().trim().min(1, 'say what is to be done').max(300),
  owner: z.string().trim().min(1, 'name who does it').max(256),
  priority: z.enum(priorities),
  dueAtMs: z.int(),
  kind: z.enum(itemKinds).default('prevent'),
}

export const ticketSchema = z.object({ system: z.string(), key: z.string(), url: z.string() })
export type TicketRef = z.output<typeof ticketSchema>

export const actionItemSchema = z.object({
  id: itemIdSchema,
  reviewId: reviewIdSchema,
  service: z.string(),
  team: z.string(),
  ...itemFacts,
  kind: z.enum(itemKinds),
  state: z.enum(['open', 'done']),
  /** What was done, or where it can be seen. */
  outcome: z.string().optional(),
  ticket: ticketSchema.optional(),
  /** How many reminders of its date there were. */
  reminders: z.int().nonnegative(),
  createdAtMs: z.int(),
  doneAtMs: z.int().optional(),
  revision: z.int().nonnegative(),
})
export type ActionItem = z.output<typeof actionItemSchema>

export const reviewUnknown = defineError('review.unknown', 'missing', 'No review has that id.', (id: string) => ({
  message: `There is no review ${id}.`,
  fields: [{ path: 'reviewId', message: `${id} is not known` }],
  wayOut: '`houston review list` lists the reviews; an incident has one once its service is restored.',
}))
export const itemUnknown = defineError(
  'review.item-unknown',
  'missing',
  'A review has no such action item.',
  (id: string) => ({
    message: `There is no action item ${id}.`,
    fields: [{ path: 'itemId', message: `${id} is not known` }],
    wayOut: '`houston review show` lists the action items.',
  }),
)
