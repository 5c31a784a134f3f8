/** An incident's severity changed: the policy follows. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { incidentSeverityChanged } from '@houston/core/incident'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(incidentSeverityChanged, (ctx, { data: { incidentId, severity } }) =>
  Escalation.changeSeverity(ctx, { incidentId, severity }),
)
