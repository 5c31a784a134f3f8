/** An alert group is over: its incident has the service measured. */
import { groupResolved } from '@houston/core/correlation'
import { Incident } from '@houston/core/incident'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(groupResolved, (ctx, { data }) => Incident.takeGroupResolved(ctx, data))
