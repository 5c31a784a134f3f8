/** Once a day: artifacts that nothing needs are removed. */
import * as Retention from '@houston/core/retention/operation.ts'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => Retention.sweep(ctx, {}))
