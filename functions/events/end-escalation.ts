/** An incident was resolved, closed or merged into another: nobody needs to answer for it any more. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { incidentClosed, incidentMerged, incidentResolved } from '@houston/core/incident'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler<{ incidentId: string }>(
  [incidentResolved, incidentClosed, incidentMerged],
  (ctx, { id, actor, data: { incidentId } }) =>
    Escalation.converge(ctx, {
      subject: incidentId,
      outcome: 'resolved',
      by: actor,
      origin: 'incident',
      deliveryId: id,
    }),
)
