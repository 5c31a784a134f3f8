/** The service of an incident is restored: its review is drafted. */
import { incidentResolved } from '@houston/core/incident'
import * as Review from '@houston/core/review/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(incidentResolved, (ctx, { data: { incidentId } }) =>
  Review.draft(ctx, { incidentId }),
)
