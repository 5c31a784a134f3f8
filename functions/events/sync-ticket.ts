/** An action item is new, done or taken up again: its ticket follows. */
import { type ItemFact, itemAdded, itemDone, itemReopened } from '@houston/core/review'
import * as Review from '@houston/core/review/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler<ItemFact>([itemAdded, itemDone, itemReopened], (ctx, { data }) =>
  Review.syncTicket(ctx, { reviewId: data.reviewId, itemId: data.itemId }),
)
