/** The harm of an incident came back while it was watched: somebody must answer again. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { incidentRelapsed } from '@houston/core/incident'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(incidentRelapsed, (ctx, { id, data: { incidentId, severity } }) =>
  Escalation.startAgain(ctx, { incidentId, severity, because: id }),
)
