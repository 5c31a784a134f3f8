/** A release started, took all traffic or was taken back: whoever is paged later sees it. */
import * as Notice from '@houston/core/notice/surface.ts'
import { releaseBegun, releaseCompleted, rollbackCompleted } from '@houston/core/release'
import { eventsHandler } from '../middleware/event-handler.ts'

interface Changed {
  readonly releaseId: string
  readonly service: string
  readonly version: string
}

export const handler = eventsHandler<Changed>(
  [releaseBegun, releaseCompleted, rollbackCompleted],
  (ctx, { type, time, data: { releaseId, service, version } }) =>
    Notice.tellChange(ctx, { type, releaseId, service, version, atMs: Date.parse(time) }),
)
