/** Reviews of what went wrong: one, those that are not done, and what must be done. */
import type { Context } from '@houston/core/context.ts'
import { type ReviewId, type ReviewItem, reviewStates, reviewUnknown, stages } from '@houston/core/review'
import * as Review from '@houston/core/review/surface.ts'
import { edge, field, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime } from '../../middleware/graph-time.ts'
import type {
  ActionItem,
  QueryReviewArgs,
  QueryReviewsArgs,
  Review as ReviewNode,
  ReviewStage,
} from '../generated/incidents.ts'

/** The stage after the one that is reached. */
function nextStageOf({ state, restoredAtMs }: ReviewItem, nowMs: number): ReviewStage | null {
  const next = stages.find((stage) => reviewStates.indexOf(stage.state) > reviewStates.indexOf(state))
  if (next === undefined) return null
  const dueAtMs = restoredAtMs + next.dueAfterMs
  return { state: next.state, asks: next.asks, dueAt: dateTime(dueAtMs), isOverdue: dueAtMs < nowMs }
}

const nodeOf =
  ({ nowMs }: Context) =>
  (review: ReviewItem): ReviewNode => ({
    id: review.id,
    incidentId: review.incidentId,
    serviceName: review.service,
    owner: review.owner,
    title: review.title,
    severity: review.severity,
    state: review.state,
    author: review.author,
    restoredAt: dateTime(review.restoredAtMs),
    nextStage: nextStageOf(review, nowMs),
    openItems: review.openItems,
    summary: review.summary,
    rootCause: review.rootCause,
    whys: review.whys,
    factors: review.factors,
    lessons: review.lessons,
  })

export const review = field(async (ctx, { id }: QueryReviewArgs) => {
  try {
    return nodeOf(ctx)(await Review.fromId(ctx, id as ReviewId))
  } catch (error) {
    if (reviewUnknown.is(error)) return null
    throw error
  }
})

export const reviews = field((ctx, args: QueryReviewsArgs) =>
  connection(args, (page) => Review.list(ctx, page), nodeOf(ctx)),
)

/** One query for each review: a review's own page, or the few that are not done. */
export const items = edge((ctx, rows: readonly Row<{ readonly id: ReviewId }>[]) =>
  Promise.all(rows.map(({ source }) => itemsOf(ctx, source.id))),
)

const itemsOf = async (ctx: Context, id: ReviewId): Promise<ActionItem[]> =>
  (await Review.listItems(ctx, id)).map(({ dueAtMs, state, title, owner, priority, kind, outcome, id: itemId }) => ({
    id: itemId,
    title,
    owner,
    priority,
    kind,
    outcome,
    dueAt: dateTime(dueAtMs),
    isDone: state === 'done',
    isOverdue: state !== 'done' && dueAtMs < ctx.nowMs,
  }))
