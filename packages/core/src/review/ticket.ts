/** Action items as tickets of the team's tracker: filed once, closed and opened with the item, and the item with the ticket. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { commit, commitConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { type TicketAnswer, type TicketSystem, ticketSystems } from '../port/tickets.ts'
import * as Team from '../team/operation.ts'
import { entry, fromId } from './change.ts'
import { itemTicketRefused } from './event.ts'
import { changeItem, linkTicket, subjectOf } from './item.ts'
import { reviewLimits } from './limits.ts'
import { type ActionItem, itemIdSchema, type ReviewItem } from './review.ts'
import { actionItemEntity, ticketClaimEntity } from './store.ts'
import { reviewInput } from './write.ts'

export const trackerBusy = defineError(
  'review.tracker-busy',
  'retryable',
  'A tracker did not take a ticket, and may later.',
  (detail: string) => ({ message: `The tracker did not answer as it should: ${detail}`, wayOut: 'It is tried again.' }),
)

/**
 * Brings the tracker to what the item says. What is there already is left: a ticket that closed the item is found closed, so two systems
 * that tell each other come to rest. Repeated, it files nothing twice: the ticket is looked for before it is created.
 */
export const syncTicket = /* @__PURE__ */ defineOperation(
  {
    name: 'review.sync-ticket',
    summary: 'File an action item as a ticket, or bring its ticket to what the item says',
    input: z.object({ ...reviewInput, itemId: itemIdSchema }),
    allowedTo: [],
  },
  async (ctx, { reviewId, itemId }): Promise<{ kind: 'synced' | 'no-tracker' | 'refused' }> => {
    const review = await fromId(ctx, reviewId)
    const item = await actionItemEntity.get(ctx.store, { reviewId, id: itemId })
    const { tickets } = await Team.ownerOf(ctx, review.owner)
    if (item === undefined) return { kind: 'no-tracker' }
    if (item.ticket !== undefined) return moved(ctx, review, item)
    if (tickets === undefined || (item.state === 'done' && !(await wasTried(ctx, item)))) return { kind: 'no-tracker' }
    return filed(ctx, review, item, tickets)
  },
)

type Synced = Promise<{ kind: 'synced' | 'no-tracker' | 'refused' }>

async function filed(
  ctx: Context,
  review: ReviewItem,
  item: ActionItem,
  { system, project }: { readonly system: TicketSystem; readonly project: string },
): Synced {
  await claim(ctx, item)
  const tracker = ctx.ports.tickets(system)
  const known = await tracker.find(project, item.id)
  if (known.kind !== 'answered') return given(ctx, review, item, known)
  // What is done needs no ticket; one whose answer was lost is found, and closed.
  if (known.value === undefined && item.state === 'done') return { kind: 'no-tracker' }
  const ref = known.value ?? (await tracker.create(project, textOf(review, item)))
  if ('kind' in ref && ref.kind !== 'answered') return given(ctx, review, item, ref)
  const { key, url } = 'kind' in ref ? ref.value : ref
  await linkTicket(ctx, { reviewId: review.id, itemId: item.id, ticket: { system, key, url } })
  // Whoever said meanwhile that it is done found no ticket to close.
  const now = await actionItemEntity.get(ctx.store, { reviewId: review.id, id: item.id })
  return now?.state === 'done' ? moved(ctx, review, now) : { kind: 'synced' }
}

/** Whether somebody began to file it: there may be a ticket that is not known here. */
const wasTried = async (ctx: Context, { id: itemId }: ActionItem): Promise<boolean> =>
  (await ticketClaimEntity.get(ctx.store, { itemId })) !== undefined

/** The one who files it; throws where another one does at this moment: by the time it comes again there is a ticket, or nobody. */
async function claim(ctx: Context, { id: itemId }: ActionItem): Promise<void> {
  const found = await ticketClaimEntity.get(ctx.store, { itemId })
  if (found !== undefined && ctx.nowMs < found.claimedAtMs + reviewLimits.ticketClaimMs.value)
    throw trackerBusy('another delivery files the ticket')
  const next = { itemId, claimedAtMs: ctx.nowMs, revision: found?.revision ?? 0 }
  const write = found === undefined ? ticketClaimEntity.create(next) : ticketClaimEntity.replace(next)
  try {
    await commit(ctx, { writes: [write] })
  } catch (error) {
    throw commitConflict.is(error) ? trackerBusy('another delivery files the ticket') : error
  }
}

async function moved(ctx: Context, review: ReviewItem, item: ActionItem): Synced {
  const { ticket, state } = item
  const system = ticketSystems.find((candidate) => candidate === ticket?.system)
  // A ticket that somebody linked by hand, in a tracker that Houston does not speak with.
  if (ticket === undefined || system === undefined) return { kind: 'no-tracker' }
  const tracker = ctx.ports.tickets(system)
  const current = await tracker.stateOf(ticket.key)
  if (current.kind !== 'answered') return given(ctx, review, item, current)
  if (current.value === state) return { kind: 'synced' }
  const done = await tracker.move(ticket.key, state)
  return done.kind === 'answered' ? { kind: 'synced' } : given(ctx, review, item, done)
}

/** What may pass is tried again by whoever delivers; what will not is on the review's record. */
async function given(
  ctx: Context,
  { id: reviewId }: ReviewItem,
  { id }: ActionItem,
  answer: Exclude<TicketAnswer<unknown>, { kind: 'answered' }>,
): Synced {
  if (answer.kind === 'failed') throw trackerBusy(answer.detail)
  const sentence = `The ticket could not be brought in line: ${answer.detail}.`
  await changeItem(ctx, reviewId, id, (_review, item) => ({
    entries: [entry(itemTicketRefused, { sentence, ...subjectOf(item), reason: answer.reason })],
    ...(ctx.causationId !== undefined && { once: `review.sync-ticket#${ctx.causationId}` }),
  }))
  return { kind: 'refused' }
}

const textOf = ({ title, service, severity, incidentId, id }: ReviewItem, item: ActionItem) => ({
  marker: item.id,
  title: item.title,
  body: [
    `${item.priority}, owned by ${item.owner}, to ${item.kind}.`,
    `From the review ${id} of ${severity} ${incidentId}: ${title} (${service}).`,
    'Closing this closes the action item.',
  ].join('\n\n'),
  dueOn: isoTime(item.dueAtMs).slice(0, 10),
})
