/** A release ended or waits for a person: the promotion that it belongs to takes note. */
import { Promotion } from '@houston/core/promotion'
import { releaseSettled } from '@houston/core/release'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(releaseSettled, (ctx, { data }) => Promotion.noteRelease(ctx, data.releaseId))
