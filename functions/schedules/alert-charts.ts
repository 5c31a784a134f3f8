/** The charts of alert groups: the series around the onset, as they come in. */
import * as Alert from '@houston/core/alert/surface.ts'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => Alert.drawCharts(ctx, {}))
