/** A lever was pulled, or traffic shifted: its webhook is called. */
import { leverRunRequested } from '@houston/core/lever'
import * as Remedy from '@houston/core/remedy/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(leverRunRequested, (ctx, { data }) => Remedy.runLever(ctx, data))
