/** Alerts that are due to be looked at, the evaluation of their groups, and then their charts. */
import * as Alert from '@houston/core/alert/surface.ts'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler(async (ctx) => {
  await Alert.tick(ctx, {})
  await Alert.drawCharts(ctx, {})
})
