/** What is muted changed: silent alerts are asked whether they still are. */
import { Alert } from '@houston/core/alert'
import { mutesChanged } from '@houston/core/silence'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler(mutesChanged, (ctx) => Alert.relook(ctx, {}))
