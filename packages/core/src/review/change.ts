/** The one way a review changes: read, check the table of transitions, write with its events, try again where it lost a race. */
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { EventDeclaration } from '../event.ts'
import type { TableWrite } from '../port/table.ts'
import { reviewMinded } from './event.ts'
import { reviewLimits } from './limits.ts'
import { type ActionItem, type ReviewId, type ReviewItem, reviewUnknown } from './review.ts'
import { reviewIllegalTransition, reviewTransitions } from './state.ts'
import { actionItemEntity, itemsOfReview, reviewEntity } from './store.ts'

export async function fromId(ctx: Context, id: ReviewId): Promise<ReviewItem> {
  const found = await reviewEntity.get(ctx.store, { id })
  if (found === undefined) throw reviewUnknown(id)
  return found
}

export const listItems = (ctx: Context, id: ReviewId): Promise<readonly ActionItem[]> =>
  actionItemEntity.queryAll(ctx.store, { ...itemsOfReview(id), limit: reviewLimits.itemsPerReview.value })

type Common = 'reviewId' | 'incidentId' | 'service' | 'severity' | 'by'

export interface ReviewEntry {
  readonly declaration: EventDeclaration
  readonly data: Readonly<Record<string, unknown>>
}

export const entry = <Data extends Record<Common, unknown>>(
  declaration: EventDeclaration<Data>,
  data: NoInfer<Omit<Data, Common>>,
): ReviewEntry => ({ declaration: declaration as unknown as EventDeclaration, data })

export interface ReviewChange {
  readonly facts?: Partial<Omit<ReviewItem, 'id' | 'revision' | 'sequence'>>
  readonly entries: readonly ReviewEntry[]
  readonly writes?: readonly TableWrite[]
  readonly once?: string
  /** What is due when has changed: the machine that minds it starts anew. */
  readonly minded?: string
}

export const eventsOf = (ctx: Context, review: ReviewItem, entries: readonly ReviewEntry[]) => {
  const { id: reviewId, incidentId, service, severity, correlationId } = review
  return entries.map(({ declaration, data }, index) => {
    const aggregate = { id: reviewId, sequence: review.sequence + index + 1 }
    const common = { reviewId, incidentId, service, severity, by: ctx.actor.id }
    return eventFor({ ...ctx, correlationId }, declaration, aggregate, { ...common, ...data })
  })
}

export function changeReview(
  ctx: Context,
  id: ReviewId,
  decide: (review: ReviewItem) => ReviewChange | undefined | Promise<ReviewChange | undefined>,
): Promise<ReviewItem> {
  return withRetryOnConflict(async () => {
    const review = await fromId(ctx, id)
    const change = await decide(review)
    if (change === undefined) return review
    const round = review.round + (change.minded === undefined ? 0 : 1)
    const minded = change.minded === undefined ? [] : [entry(reviewMinded, { sentence: change.minded, round })]
    const entries = [...change.entries, ...minded]
    const sequence = review.sequence + entries.length
    const next: ReviewItem = { ...review, ...change.facts, round, sequence, changedAtMs: ctx.nowMs }
    if (next.state !== review.state && !reviewTransitions[review.state].includes(next.state))
      throw reviewIllegalTransition(id, review.state, next.state)
    const { kind } = await commit(ctx, {
      writes: [reviewEntity.replace(next), ...(change.writes ?? [])],
      events: eventsOf(ctx, { ...review, severity: next.severity }, entries),
      ...(change.once !== undefined && { once: change.once }),
    })
    return kind === 'repeated' ? fromId(ctx, id) : { ...next, revision: next.revision + 1 }
  })
}
