/** Where reviews, their action items and their charts lie in the table. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { actionItemSchema, reviewIdSchema, reviewSchema } from './review.ts'

const monthOf = (timeMs: number): string => isoTime(timeMs).slice(0, 7)

/** Reviews that are not done, in gsi2 by time. */
export const openReviews = { index: 'gsi2', pk: 'reviews#open' } as const
/** Reviews of a month that are done, in gsi2 by time. */
export const doneReviews = (monthMs: number) => ({ index: 'gsi2', pk: `reviews#done#${monthOf(monthMs)}` }) as const
/** One service's reviews, by time. */
export const reviewsOfService = (service: string) => ({ index: 'gsi1', pk: `reviews#service#${service}` }) as const

export const reviewEntity = defineEntity({
  name: 'review',
  itemVersion: 1,
  schema: reviewSchema,
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `review#${id}`, sk: 'review' }),
  indexes: ({ id, service, state, createdAtMs }) => ({
    gsi1: { pk: reviewsOfService(service).pk, sk: id },
    gsi2: { pk: state === 'done' ? doneReviews(createdAtMs).pk : openReviews.pk, sk: id },
  }),
})

export const actionItemEntity = defineEntity({
  name: 'action-item',
  itemVersion: 1,
  schema: actionItemSchema,
  keyFields: ['reviewId', 'id'],
  key: ({ reviewId, id }) => ({ pk: `review#${reviewId}`, sk: `item#${id}` }),
  indexes: ({ id, team, state }) => (state === 'open' ? { gsi1: { pk: openItemsOf(team).pk, sk: id } } : {}),
})
/** All action items of one review. */
export const itemsOfReview = (reviewId: string) => ({ pk: `review#${reviewId}`, skPrefix: 'item#' })
/** Action items of a team that are not done, the oldest first. */
export const openItemsOf = (team: string) => ({ index: 'gsi1', pk: `items#team#${team}` }) as const

/** The numbers around the incident, kept with the review: a metrics source forgets them. */
export const reviewChartEntity = defineEntity({
  name: 'review-chart',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    reviewId: reviewIdSchema,
    metric: z.string(),
    title: z.string(),
    ceiling: z.number().optional(),
    /** Each point covers [startMs, endMs). */
    points: z.array(z.object({ startMs: z.int(), endMs: z.int(), requests: z.number(), events: z.number() })),
    /** Why there are no numbers, where there are none. */
    missing: z.string().optional(),
  }),
  keyFields: ['reviewId', 'metric'],
  key: ({ reviewId, metric }) => ({ pk: `review#${reviewId}`, sk: `chart#${metric}` }),
})
/** The charts of one review. */
export const chartsOfReview = (reviewId: string) => ({ pk: `review#${reviewId}`, skPrefix: 'chart#' })

/** From a ticket to the action item that it is for. */
export const ticketEntity = defineEntity({
  name: 'ticket',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    system: z.string(),
    key: z.string(),
    /** When it last changed, by the tracker's clock. */
    changedAtMs: z.int().optional(),
    reviewId: reviewIdSchema,
    itemId: actionItemSchema.shape.id,
  }),
  keyFields: ['system', 'key'],
  key: ({ system, key }) => ({ pk: `ticket#${system}#${key}`, sk: 'ticket' }),
})

/** Who files the ticket of an action item at this moment: two deliveries of one event must not file two. */
export const ticketClaimEntity = defineEntity({
  name: 'ticket-claim',
  itemVersion: 1,
  schema: z.object({ ...revisioned, itemId: actionItemSchema.shape.id, claimedAtMs: z.int() }),
  keyFields: ['itemId'],
  key: ({ itemId }) => ({ pk: `ticket-claim#${itemId}`, sk: 'ticket-claim' }),
})
