/** Alerts that are due to be looked at, and the evaluation of their groups. */
import * as Alert from '@houston/core/alert/surface.ts'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => Alert.tick(ctx, {}))
