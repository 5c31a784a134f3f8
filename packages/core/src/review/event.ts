/** What happens to reviews. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { incidentIdSchema } from '../incident/index.ts'
import { severitySchema } from '../severity.ts'
import { itemIdSchema, priorities, reviewIdSchema, ticketSchema } from './review.ts'
import { reviewStates } from './state.ts'

const subject = {
  reviewId: reviewIdSchema,
  incidentId: incidentIdSchema,
  service: z.string(),
  severity: severitySchema,
  sentence: z.string(),
  by: z.string(),
}
const item = {
  ...subject,
  itemId: itemIdSchema,
  title: z.string(),
  owner: z.string(),
  priority: z.enum(priorities),
  dueAtMs: z.int(),
}

export const reviewDrafted = defineEvent(
  'review.drafted',
  1,
  'A service is restored: the draft of its review is there.',
  {
    ...subject,
    restoredAtMs: z.int(),
    round: z.int(),
  },
)
export const reviewWritten = defineEvent('review.written', 1, 'Somebody wrote a part of a review.', {
  ...subject,
  parts: z.array(z.string()),
})
export const reviewReached = defineEvent('review.reached', 1, 'A review did what a stage asks for.', {
  ...subject,
  stage: z.enum(reviewStates),
  /** Whether it came before its deadline. */
  inTime: z.boolean(),
})
export const reviewDue = defineEvent(
  'review.due',
  1,
  'A review or one of its items is due; higher levels tell more people.',
  {
    ...subject,
    what: z.string(),
    dueAtMs: z.int(),
    level: z.int(),
    to: z.string(),
  },
)
export const reviewMinded = defineEvent(
  'review.minded',
  1,
  'The deadlines of a review changed: they are minded anew.',
  {
    ...subject,
    round: z.int(),
  },
)
export const itemAdded = defineEvent('review.item-added', 1, 'An action item was added.', item)
export const itemTicketed = defineEvent('review.item-ticketed', 1, 'An action item has a ticket.', {
  ...item,
  ticket: ticketSchema,
})
export const itemTicketRefused = defineEvent(
  'review.item-ticket-refused',
  1,
  'A tracker refused the ticket of an action item: a person must see to it.',
  { ...item, reason: z.string() },
)
export const itemDone = defineEvent('review.item-done', 1, 'An action item is done.', { ...item, outcome: z.string() })
export const itemReopened = defineEvent('review.item-reopened', 1, 'An action item was taken up again.', item)

/** What every event of an action item holds, as far as its ticket is concerned. */
export interface ItemFact {
  readonly reviewId: z.output<typeof reviewIdSchema>
  readonly itemId: z.output<typeof itemIdSchema>
}
