/** A release has completed: it is watched. */
import { releaseCompleted } from '@houston/core/release'
import * as Watch from '@houston/core/watch/operation.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(releaseCompleted, (ctx, { data }) =>
  Watch.begin(ctx, { releaseId: data.releaseId }),
)
