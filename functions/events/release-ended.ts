/** A release ended, whichever way: the one that waits for the same target is let in. */
import { releaseEnded } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(releaseEnded, (ctx, { data }) => Release.admitNextAfter(ctx, data.releaseId))
