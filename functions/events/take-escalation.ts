/** Somebody took an incident: its escalation is acknowledged with it. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { incidentAcknowledged } from '@houston/core/incident'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(incidentAcknowledged, (ctx, { id, data: { incidentId, by } }) =>
  Escalation.converge(ctx, { subject: incidentId, outcome: 'acknowledged', by, origin: 'incident', deliveryId: id }),
)
