/** An incident was opened: somebody must answer for it. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { incidentOpened } from '@houston/core/incident'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(incidentOpened, (ctx, { data: { incidentId, service, severity, title, owner } }) =>
  Escalation.start(ctx, { incidentId, service, severity, title, owner }),
)
