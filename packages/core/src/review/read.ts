/** Reading reviews. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { figuresOf } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { fromId, listItems } from './change.ts'
import { reviewIdOf } from './draft.ts'
import { reviewLimits } from './limits.ts'
import { type Lint, timelineGaps } from './lint.ts'
import { type ReviewView, reviewMarkdown } from './markdown.ts'
import { type ReviewId, type ReviewItem, reviewIdSchema, reviewUnknown } from './review.ts'
import { chartsOfReview, doneReviews, openReviews, reviewChartEntity, reviewEntity, reviewsOfService } from './store.ts'
import { lintOf, readers, reviewInput } from './write.ts'

export async function viewOf(ctx: Context, reviewId: ReviewId): Promise<ReviewView> {
  const review = await fromId(ctx, reviewId)
  const [items, charts, timeline, lint] = await Promise.all([
    listItems(ctx, reviewId),
    reviewChartEntity.queryAll(ctx.store, { ...chartsOfReview(reviewId), limit: reviewLimits.chartsPerReview.value }),
    Incident.readTimeline(ctx, review.incidentId),
    lintOf(ctx, review),
  ])
  // Houston's own reminders say nothing of what went on.
  const told = timeline.filter(({ data }) => data.source !== 'houston')
  const facts = told.map(({ data }) => ({ atMs: Number(data.happenedAtMs), what: String(data.sentence) }))
  const shown = charts.map(({ metric, title, points, ceiling, missing }) => ({
    metric,
    title,
    points,
    ...(ceiling !== undefined && { ceiling }),
    ...(missing !== undefined && { missing }),
  }))
  const gaps = timelineGaps(facts, review.restoredAtMs)
  return { review, items, charts: shown, timeline, figures: figuresOf(timeline), gaps, lint }
}

export const get = /* @__PURE__ */ defineOperation(
  { name: 'review.get', summary: 'One review with everything in it', input: z.object(reviewInput), allowedTo: readers },
  (ctx, { reviewId }): Promise<ReviewView> => viewOf(ctx, reviewId),
)

/** A review is also known by its incident. */
const anyIdInput = z.object({ reviewId: reviewIdSchema.optional(), incidentId: z.string().optional() })

async function idOf(ctx: Context, { reviewId, incidentId }: z.output<typeof anyIdInput>): Promise<ReviewId> {
  if (reviewId !== undefined) return reviewId
  const { incidentId: known } = incidentInputSchema.parse({ incidentId })
  const id = reviewIdOf(await Incident.fromId(ctx, known))
  if ((await reviewEntity.get(ctx.store, { id })) === undefined) throw reviewUnknown(`of incident ${known}`)
  return id
}
const incidentInputSchema = z.object({ incidentId: Incident.incidentInput.incidentId })

export const find = /* @__PURE__ */ defineOperation(
  { name: 'review.find', summary: 'The review of an incident', input: anyIdInput, allowedTo: readers },
  async (ctx, input): Promise<ReviewItem> => fromId(ctx, await idOf(ctx, input)),
)

export const markdown = /* @__PURE__ */ defineOperation(
  { name: 'review.markdown', summary: 'A review as a Markdown document', input: anyIdInput, allowedTo: readers },
  async (ctx, input): Promise<{ reviewId: ReviewId; markdown: string }> => {
    const reviewId = await idOf(ctx, input)
    return { reviewId, markdown: reviewMarkdown(await viewOf(ctx, reviewId)) }
  },
)

export const lint = /* @__PURE__ */ defineOperation(
  { name: 'review.lint', summary: 'What a review is still wanting', input: z.object(reviewInput), allowedTo: readers },
  async (ctx, { reviewId }): Promise<{ lint: readonly Lint[] }> => ({
    lint: await lintOf(ctx, await fromId(ctx, reviewId)),
  }),
)

const listInput = z.object({
  /** Of one service, the newest first; without it, those that are not done. */
  service: z.string().optional(),
  /** Those that are done, of the month of this time. */
  doneInMs: z.int().optional(),
  cursor: z.string().optional(),
  limit: z.int().min(1).max(limits.queryPageItems.value).default(50),
})

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'review.list',
    summary: 'Reviews that are not done, of a month, or of one service',
    input: listInput,
    allowedTo: readers,
  },
  (ctx, { service, doneInMs, cursor, limit }): Promise<Page<ReviewItem>> => {
    const key =
      service !== undefined ? reviewsOfService(service) : doneInMs === undefined ? openReviews : doneReviews(doneInMs)
    return reviewEntity.query(ctx.store, { ...key, limit, newestFirst: true, ...(cursor !== undefined && { cursor }) })
  },
)
