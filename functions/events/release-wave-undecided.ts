/** A wave waits for traffic: the gate's webhook is asked to generate some. */
import { Release, waveUndecided } from '@houston/core/release'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(waveUndecided, (ctx, { id, data }) =>
  Release.requestTraffic(ctx, { eventId: id, data }),
)
