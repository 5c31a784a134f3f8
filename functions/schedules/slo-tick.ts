/** A look at every service level objective. */
import * as Slo from '@houston/core/slo/surface.ts'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => Slo.tick(ctx, {}))
