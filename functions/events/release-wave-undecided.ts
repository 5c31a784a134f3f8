/** A wave waits for traffic: the gate's webhook is asked to generate some. */
import { waveUndecided } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(waveUndecided, (ctx, { id, data }) =>
  Release.requestTraffic(ctx, { eventId: id, data }),
)
