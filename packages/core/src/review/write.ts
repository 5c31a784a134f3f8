/** What people write into a review, and the stages that they reach with it. What the lint finds stands in their way. */
import * as z from 'zod'
import { actorName } from '../actor.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import * as Incident from '../incident/surface.ts'
import { defineOperation } from '../operation.ts'
import { changeReview, entry, listItems, type ReviewChange } from './change.ts'
import { reviewReached, reviewWritten } from './event.ts'
import { type Lint, lintAnalysis, lintItems } from './lint.ts'
import { type ReviewItem, reviewIdSchema, reviewSchema } from './review.ts'
import { stages } from './state.ts'

export const writers = ['responder', 'admin'] as const
export const readers = ['viewer', 'responder', 'releaser', 'admin'] as const
export const reviewInput = { reviewId: reviewIdSchema }
const { summary, rootCause, whys, factors, lessons, author } = reviewSchema.shape

export const write = /* @__PURE__ */ defineOperation(
  {
    name: 'review.write',
    summary: 'Write parts of a review',
    input: z.object({
      ...reviewInput,
      summary: summary.optional(),
      rootCause: rootCause.optional(),
      whys: whys.optional(),
      factors: factors.optional(),
      lessons: lessons.optional(),
      author: author.optional(),
    }),
    allowedTo: writers,
  },
  (ctx, { reviewId, ...given }): Promise<ReviewItem> =>
    changeReview(ctx, reviewId, () => {
      const written = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const parts = Object.keys(written)
      if (parts.length === 0) return undefined
      const sentence = `${ctx.actor.id} wrote ${parts.join(', ')}.`
      return { facts: written, entries: [entry(reviewWritten, { sentence, parts })] }
    }),
)

export const reviewWanting = defineError(
  'review.wanting',
  'input',
  'A review cannot reach a stage yet: what the lint found stands in its way.',
  (id: string, stage: string, found: readonly Lint[]) => ({
    message: `Review ${id} is not ${stage} yet: ${found.map(({ sentence }) => sentence).join(' ')}`,
    fields: found.map(({ path, sentence }) => ({ path, message: sentence })),
    wayOut: 'Mend what is listed and say so again; `houston review lint` shows it at any time.',
  }),
)

/** Names that a blameless review does not mention: the people of the incident. */
export async function peopleOf(ctx: Context, { incidentId }: ReviewItem): Promise<readonly string[]> {
  const { roles } = await Incident.fromId(ctx, incidentId)
  return [...new Set(Object.values(roles).filter((person) => person !== undefined))]
}

export async function lintOf(ctx: Context, review: ReviewItem): Promise<readonly Lint[]> {
  return [...lintAnalysis(review, await peopleOf(ctx, review)), ...lintItems((await listItems(ctx, review.id)).length)]
}

export const reach = /* @__PURE__ */ defineOperation(
  {
    name: 'review.reach',
    summary: 'Say that a review did what its next stage asks for',
    input: z.object({ ...reviewInput, stage: z.enum(['preliminary', 'analysed', 'agreed']) }),
    allowedTo: writers,
  },
  (ctx, { reviewId, stage }): Promise<ReviewItem> =>
    changeReview(ctx, reviewId, async (review) => {
      if (review.state === stage) return undefined
      const items = await listItems(ctx, reviewId)
      const wanting =
        stage === 'analysed'
          ? lintAnalysis(review, await peopleOf(ctx, review))
          : stage === 'agreed'
            ? lintItems(items.length)
            : []
      if (wanting.length > 0) throw reviewWanting(reviewId, stage, wanting)
      return reaching(ctx, review, stage)
    }),
)

function reaching(ctx: Context, review: ReviewItem, stage: 'preliminary' | 'analysed' | 'agreed'): ReviewChange {
  const dueAfterMs = stages.find(({ state }) => state === stage)?.dueAfterMs ?? 0
  const inTime = ctx.nowMs < review.restoredAtMs + dueAfterMs
  const sentence = `${actorName(ctx.actor)} says that it is ${stage}${inTime ? '' : ', after its deadline'}.`
  return {
    facts: { state: stage, reminders: 0 },
    entries: [entry(reviewReached, { sentence, stage, inTime })],
    // From here on the dates of the items are minded, which may come sooner than the next stage's.
    ...(stage === 'agreed' && { minded: 'The dates of its action items are minded now.' }),
  }
}
