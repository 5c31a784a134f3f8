/** Deliveries of alerts, a batch at a time. */
import { Alert } from '@houston/core/alert'
import { queueHandler } from '../middleware/queue-handler.ts'

export const handler = queueHandler((ctx, messages) => Alert.take(ctx, { messages: [...messages] }))
