/** Something changed that gates wait for: those that it holds look again. */
import { gateFactChanges } from '@houston/core/passage'
import * as Passage from '@houston/core/passage/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(gateFactChanges, (ctx, { type }) => Passage.wakeAfter(ctx, type))
