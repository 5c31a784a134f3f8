/** An alert group is over: its incident has the service measured. */
import { groupResolved } from '@houston/core/correlation'
import * as Incident from '@houston/core/incident/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(groupResolved, (ctx, { data }) => Incident.takeGroupResolved(ctx, data))
