/** An incident's severity changed: the policy follows. */
import { Escalation } from '@houston/core/escalation'
import { incidentSeverityChanged } from '@houston/core/incident'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(incidentSeverityChanged, (ctx, { data: { incidentId, severity } }) =>
  Escalation.changeSeverity(ctx, { incidentId, severity }),
)
