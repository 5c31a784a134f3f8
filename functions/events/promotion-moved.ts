/** A promotion moved: its releases start, its next step is taken, the stage that it left is given to the next. */
import { Promotion, promotionEvents } from '@houston/core/promotion'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(promotionEvents, (ctx, event) => Promotion.follow(ctx, event))
