/** Somebody answered a page: they have the incident. */
import { escalationAcknowledged } from '@houston/core/escalation'
import * as Incident from '@houston/core/incident/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(escalationAcknowledged, (ctx, { data }) =>
  Incident.takeAcknowledgement(ctx, { incidentId: data.incidentId, by: data.by, atMs: data.atMs }),
)
