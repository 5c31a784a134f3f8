/** A rollback started, completed or failed: the incident of its service hears of it. */
import { rollbackCompleted, rollbackFailed, rollbackStarted } from '@houston/core/release'
import * as Remedy from '@houston/core/remedy/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(
  [rollbackStarted, rollbackCompleted, rollbackFailed],
  (ctx, { type, time, data }) => Remedy.takeRollback(ctx, { ...data, type, happenedAtMs: Date.parse(time) }),
)
