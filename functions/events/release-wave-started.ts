/** A wave started: it is a change of its service that alerts may come from, and its release is on its way. */
import * as Grouping from '@houston/core/correlation/grouping.ts'
import { waveStarted } from '@houston/core/release'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(waveStarted, (ctx, { data: { releaseId, service }, time }) =>
  Grouping.noteChange(ctx, { id: releaseId, service, timeMs: Date.parse(time), releaseId }),
)
