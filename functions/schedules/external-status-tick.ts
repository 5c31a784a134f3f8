/** A look at every status page of others. */
import { ExternalStatus } from '@houston/core/external-status'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => ExternalStatus.poll(ctx, {}))
