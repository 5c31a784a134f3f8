/** An alert group opened or changed: its incident opens or hears of it. */
import { groupChanged, groupOpened } from '@houston/core/correlation'
import * as Incident from '@houston/core/incident/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler([groupOpened, groupChanged], (ctx, { data }) => Incident.takeGroup(ctx, data))
