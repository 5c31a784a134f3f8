/** Once a day: artifacts that nothing needs are removed. */
import { Retention } from '@houston/core/retention'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => Retention.sweep(ctx, {}))
