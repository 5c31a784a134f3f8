/** A look at every status page of others. */
import * as ExternalStatus from '@houston/core/external-status/operation.ts'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => ExternalStatus.poll(ctx, {}))
