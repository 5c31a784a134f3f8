/** What is muted changed: silent alerts are asked whether they still are. */
import * as Alert from '@houston/core/alert/surface.ts'
import { mutesChanged } from '@houston/core/silence'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(mutesChanged, (ctx) => Alert.relook(ctx, {}))
