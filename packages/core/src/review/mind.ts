/** Minding the deadlines of a review: a state machine asks what is due, reminds and waits. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import { changeReview, entry, listItems, type ReviewEntry } from './change.ts'
import { type ReviewDue, remindedOf, reviewDues } from './deadline.ts'
import { reviewDue } from './event.ts'
import type { ActionItem, ReviewItem } from './review.ts'
import { actionItemEntity } from './store.ts'
import { reviewInput } from './write.ts'

export type ReviewTurn =
  | { readonly kind: 'wait'; readonly until: string }
  | { readonly kind: 'ended'; readonly reason: 'nothing-is-due' | 'another-machine-runs' }

/** Reminds of everything that is due now and says when to look again. Repeated at one instant it reminds once. */
export const remind = /* @__PURE__ */ defineOperation(
  {
    name: 'review.remind',
    summary: 'Remind of the deadlines of a review',
    input: z.object({ ...reviewInput, round: z.int() }),
    allowedTo: [],
  },
  async (ctx, { reviewId, round }): Promise<ReviewTurn> => {
    const review = await changeReview(ctx, reviewId, async (found) => {
      if (found.round !== round) return undefined
      const items = await listItems(ctx, reviewId)
      const due = reviewDues(found, items).filter(({ remindAtMs }) => remindAtMs <= ctx.nowMs)
      if (due.length === 0) return undefined
      return {
        facts: { reminders: found.reminders + due.filter(({ what }) => what.kind === 'stage').length },
        entries: due.map((one) => reminder(ctx, found, one, items)),
        writes: due.flatMap((one) => counted(one, items)),
      }
    })
    if (review.round !== round) return { kind: 'ended', reason: 'another-machine-runs' }
    const [next] = reviewDues(review, await listItems(ctx, reviewId))
    return next === undefined
      ? { kind: 'ended', reason: 'nothing-is-due' }
      : { kind: 'wait', until: isoTime(next.remindAtMs) }
  },
)

function reminder(ctx: Context, review: ReviewItem, due: ReviewDue, items: readonly ActionItem[]): ReviewEntry {
  const to = remindedOf(review, due, items)
  const when = isoTime(due.dueAtMs).slice(0, 16).replace('T', ' ')
  const sentence =
    ctx.nowMs < due.dueAtMs
      ? `${to}: until ${when} UTC: ${due.what.asks}.`
      : `${to}: was due ${when} UTC: ${due.what.asks}.`
  return entry(reviewDue, { sentence, what: due.what.name, dueAtMs: due.dueAtMs, level: due.reminders, to })
}

function counted({ what }: ReviewDue, items: readonly ActionItem[]): readonly TableWrite[] {
  const item = items.find(({ id }) => id === what.name)
  return item === undefined ? [] : [actionItemEntity.replace({ ...item, reminders: item.reminders + 1 })]
}
