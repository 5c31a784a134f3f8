/** A flag came to another state: the incident of its service hears of one that is off. */
import { flagMoved } from '@houston/core/flag'
import * as Remedy from '@houston/core/remedy/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(flagMoved, (ctx, { time, data: { key, service, to } }) =>
  Remedy.takeFlagOff(ctx, { key, service, to, happenedAtMs: Date.parse(time) }),
)
