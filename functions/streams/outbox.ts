/** The outbox: events that were committed to the table go out on the bus, in order. */
import { Outbox } from '@houston/core/outbox.ts'
import { streamHandler } from '../middleware/stream-handler.ts'

export const handler = streamHandler(Outbox.publish)
