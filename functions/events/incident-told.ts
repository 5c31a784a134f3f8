/** What an audience was told goes out to its addresses. */
import { incidentCommunicated } from '@houston/core/incident'
import * as Notice from '@houston/core/notice/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(incidentCommunicated, (ctx, { time, aggregate: { sequence: number }, data }) =>
  Notice.plan(ctx, { ...Notice.saidIn(data), number, atMs: Date.parse(time) }),
)
