/** Deliveries of alerts, a batch at a time. */
import * as Alert from '@houston/core/alert/surface.ts'
import { queueHandler } from '../middleware/queue-handler.ts'

export const handler = queueHandler((ctx, messages) => Alert.take(ctx, { messages: [...messages] }))
