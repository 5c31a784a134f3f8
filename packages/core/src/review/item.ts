/** Action items: added with an owner, a priority and a date, or refused; done by people, or by their ticket. */
import * as z from 'zod'
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { changeReview, entry, listItems, type ReviewChange } from './change.ts'
import { itemAdded, itemDone, itemReopened, itemTicketed, reviewReached } from './event.ts'
import { reviewLimits } from './limits.ts'
import {
  type ActionItem,
  itemFacts,
  itemId,
  itemIdSchema,
  itemUnknown,
  type ReviewItem,
  ticketSchema,
} from './review.ts'
import { hasReached } from './state.ts'
import { actionItemEntity, ticketEntity } from './store.ts'
import { reviewInput, writers } from './write.ts'

export const itemDueInPast = defineError(
  'review.item-due-in-past',
  'input',
  'An action item is due before it was added.',
  () => ({
    message: 'The date of the action item has passed.',
    fields: [{ path: 'dueAtMs', message: 'must lie ahead' }],
    wayOut: 'Give a date that can be kept.',
  }),
)
export const tooManyItems = defineError(
  'review.too-many-items',
  'limit',
  'A review has as many action items as it may.',
  (id: string) => ({
    message: `Review ${id} has ${reviewLimits.itemsPerReview.value} action items.`,
    wayOut: 'Choose: six to eight are agreed on.',
  }),
)

export const subjectOf = ({ id, title, owner, priority, dueAtMs }: ActionItem) => ({
  itemId: id,
  title,
  owner,
  priority,
  dueAtMs,
})

export const addItem = /* @__PURE__ */ defineOperation(
  {
    name: 'review.add-item',
    summary: 'Add an action item, with owner, priority and date',
    input: z.object({ ...reviewInput, ...itemFacts }),
    allowedTo: writers,
  },
  async (ctx, { reviewId, ...facts }): Promise<ActionItem> => {
    if (facts.dueAtMs <= ctx.nowMs) throw itemDueInPast()
    const id = itemId.create(ctx.nowMs, ctx.random)
    const added: { item?: ActionItem } = {}
    await changeReview(ctx, reviewId, async (review) => {
      if ((await listItems(ctx, reviewId)).length >= reviewLimits.itemsPerReview.value) throw tooManyItems(reviewId)
      const { service, owner: team } = review
      const item: ActionItem = {
        id,
        reviewId,
        service,
        team,
        ...facts,
        state: 'open',
        reminders: 0,
        createdAtMs: ctx.nowMs,
        revision: 0,
      }
      added.item = { ...item, revision: 1 }
      const sentence = `${item.owner} is to do by ${new Date(item.dueAtMs).toISOString().slice(0, 10)}: ${item.title}.`
      return {
        facts: { openItems: review.openItems + 1, ...(review.state === 'done' && { state: 'agreed' as const }) },
        entries: [entry(itemAdded, { sentence, ...subjectOf(item) })],
        writes: [actionItemEntity.create(item)],
        ...(hasReached(review.state, 'agreed') && { minded: 'It has one more action item.' }),
      }
    })
    if (added.item === undefined) throw itemUnknown(id)
    return added.item
  },
)

type ItemChange = (review: ReviewItem, item: ActionItem) => ReviewChange | undefined

/** Changes one item and what its review counts of it, in one transaction. */
export const changeItem = (ctx: Context, reviewId: ReviewItem['id'], id: ActionItem['id'], decide: ItemChange) =>
  changeReview(ctx, reviewId, async (review) => {
    const item = await actionItemEntity.get(ctx.store, { reviewId, id })
    if (item === undefined) throw itemUnknown(id)
    return decide(review, item)
  })

/** Done: the last one of an agreed review ends it. */
export const finished =
  (ctx: Context, outcome: string): ItemChange =>
  (review, item) => {
    if (item.state === 'done') return undefined
    const openItems = review.openItems - 1
    const ends = review.state === 'agreed' && openItems === 0
    const sentence = `${item.title} is done: ${outcome}.`
    return {
      facts: { openItems, ...(ends && { state: 'done' as const }) },
      entries: [
        entry(itemDone, { sentence, ...subjectOf(item), outcome }),
        ...(ends
          ? [entry(reviewReached, { sentence: 'All its action items are done.', stage: 'done', inTime: true })]
          : []),
      ],
      writes: [actionItemEntity.replace({ ...item, state: 'done', outcome, doneAtMs: ctx.nowMs })],
    }
  }

export const reopened =
  (because: string): ItemChange =>
  (review, item) => {
    if (item.state === 'open') return undefined
    const { doneAtMs: _, outcome: __, ...rest } = item
    return {
      facts: { openItems: review.openItems + 1, ...(review.state === 'done' && { state: 'agreed' as const }) },
      entries: [entry(itemReopened, { sentence: `${item.title} was taken up again: ${because}.`, ...subjectOf(item) })],
      writes: [actionItemEntity.replace({ ...rest, state: 'open', reminders: 0 })],
      minded: 'An action item was taken up again.',
    }
  }

const itemInput = { ...reviewInput, itemId: itemIdSchema }

export const finishItem = /* @__PURE__ */ defineOperation(
  {
    name: 'review.finish-item',
    summary: 'Say that an action item is done',
    input: z.object({ ...itemInput, outcome: z.string().trim().min(1, 'say what was done').max(1_000) }),
    allowedTo: writers,
  },
  (ctx, { reviewId, itemId: id, outcome }) => changeItem(ctx, reviewId, id, finished(ctx, outcome)),
)

export const reopenItem = /* @__PURE__ */ defineOperation(
  {
    name: 'review.reopen-item',
    summary: 'Take an action item up again',
    input: z.object({ ...itemInput, why: z.string().trim().min(1, 'say why, in a few words').max(1_000) }),
    allowedTo: writers,
  },
  (ctx, { reviewId, itemId: id, why }) => changeItem(ctx, reviewId, id, reopened(why)),
)

/** The item has a ticket; whatever the ticket says later is found by it. */
export const linkTicket = /* @__PURE__ */ defineOperation(
  {
    name: 'review.link-ticket',
    summary: 'Note the ticket of an action item',
    input: z.object({ ...itemInput, ticket: ticketSchema }),
    allowedTo: writers,
  },
  (ctx, { reviewId, itemId: id, ticket }) =>
    changeItem(ctx, reviewId, id, (_review, item) => {
      if (item.ticket !== undefined) return undefined
      const sentence = `${item.title} is ${ticket.system} ${ticket.key}.`
      return {
        entries: [entry(itemTicketed, { sentence, ...subjectOf(item), ticket })],
        writes: [
          actionItemEntity.replace({ ...item, ticket }),
          ticketEntity.create({ system: ticket.system, key: ticket.key, reviewId, itemId: id, revision: 0 }),
        ],
      }
    }),
)

/** A tracker says that a ticket was closed or opened again. One that is not of an action item is nobody's concern here. */
export const takeTicket = /* @__PURE__ */ defineOperation(
  {
    name: 'review.take-ticket',
    summary: 'Take what a tracker says of a ticket',
    input: z.object({
      system: z.string(),
      key: z.string(),
      state: z.enum(['open', 'done']),
      by: z.string(),
      /** By the tracker's clock: what is older than what it said before comes too late. */
      changedAtMs: z.int().optional(),
    }),
    allowedTo: writers,
  },
  (ctx, said): Promise<{ kind: 'taken' | 'not-ours' | 'stale' }> => withRetryOnConflict(() => taken(ctx, said)),
)

interface TicketSaid {
  readonly system: string
  readonly key: string
  readonly state: 'open' | 'done'
  readonly by: string
  readonly changedAtMs?: number | undefined
}

async function taken(ctx: Context, { system, key, state, by, changedAtMs }: TicketSaid) {
  const found = await ticketEntity.get(ctx.store, { system, key })
  if (found === undefined) return { kind: 'not-ours' } as const
  const { reviewId, itemId: id, changedAtMs: knownMs = 0 } = found
  if (changedAtMs !== undefined && changedAtMs < knownMs) return { kind: 'stale' } as const
  const sentence = `${by} ${state === 'done' ? 'closed' : 'opened'} ${system} ${key}`
  const change = state === 'done' ? finished(ctx, sentence) : reopened(sentence)
  const noted =
    changedAtMs === undefined || changedAtMs === knownMs ? [] : [ticketEntity.replace({ ...found, changedAtMs })]
  let isChanged = false
  await changeItem(ctx, reviewId, id, (review, item) => {
    const decided = change(review, item)
    isChanged = decided !== undefined
    return decided && { ...decided, writes: [...(decided.writes ?? []), ...noted] }
  })
  // Also where the item stands so already: what the tracker said before that comes too late.
  if (!isChanged && noted.length > 0) await commit(ctx, { writes: noted })
  return { kind: 'taken' } as const
}
