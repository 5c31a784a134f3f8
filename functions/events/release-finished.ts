/** A release ended: it is a change that is done, and nothing of it is left to take back. */
import * as Grouping from '@houston/core/correlation/grouping.ts'
import { releaseEnded } from '@houston/core/release'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(releaseEnded, (ctx, { data: { releaseId, service }, time }) =>
  Grouping.finishChange(ctx, { releaseId, service, timeMs: Date.parse(time) }),
)
