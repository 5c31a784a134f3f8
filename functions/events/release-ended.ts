/** A release ended, whichever way: the one that waits for the same target is let in. */
import { Release, releaseEnded } from '@houston/core/release'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(releaseEnded, (ctx, { data }) => Release.admitNextAfter(ctx, data.releaseId))
