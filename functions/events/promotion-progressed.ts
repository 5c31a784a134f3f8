/** A promotion came a step further or ended: the lead time of its change is measured anew. */
import * as Leadtime from '@houston/core/leadtime/operation.ts'
import { promotionProgress } from '@houston/core/promotion'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(promotionProgress, (ctx, event) => Leadtime.noteStep(ctx, event))
