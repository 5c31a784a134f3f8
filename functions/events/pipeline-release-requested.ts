/** A release was asked for at its source: the version starts on its way where it is built already. */
import { releaseRequested } from '@houston/core/pipeline'
import * as Promotion from '@houston/core/promotion/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(releaseRequested, (ctx, { data }) => Promotion.startRequested(ctx, data.request))
