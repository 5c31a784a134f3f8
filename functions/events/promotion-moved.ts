/** A promotion moved: its releases start, its next step is taken, the stage that it left is given to the next. */
import { promotionEvents } from '@houston/core/promotion'
import * as Promotion from '@houston/core/promotion/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(promotionEvents, (ctx, event) => Promotion.follow(ctx, event))
