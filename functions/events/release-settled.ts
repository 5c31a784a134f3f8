/** A release ended or waits for a person: the promotion that it belongs to takes note. */
import * as Promotion from '@houston/core/promotion/surface.ts'
import { releaseSettled } from '@houston/core/release'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(releaseSettled, (ctx, { data }) => Promotion.noteRelease(ctx, data.releaseId))
