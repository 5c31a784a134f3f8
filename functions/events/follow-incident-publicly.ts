/** What of an incident touches anybody outside is on the public status page. */
import { incidentMoved } from '@houston/core/incident'
import type { IncidentFact } from '@houston/core/status-page'
import * as StatusPage from '@houston/core/status-page/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler<IncidentFact>(incidentMoved, (ctx, { time, aggregate, data }) =>
  StatusPage.follow(ctx, { ...StatusPage.saidIn(aggregate.sequence, data), atMs: Date.parse(time) }),
)
