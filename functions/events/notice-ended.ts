/** How the sending of a notice went is on the timeline of its incident. */
import * as Incident from '@houston/core/incident/surface.ts'
import { noticeEnded } from '@houston/core/notice'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(noticeEnded, (ctx, { time, data: { incidentId, sentence } }) =>
  Incident.takeFact(ctx, { incidentId, sentence, source: 'notice', happenedAtMs: Date.parse(time) }),
)
