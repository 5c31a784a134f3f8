/** What each alarm was worth in the week that ended. */
import * as Alert from '@houston/core/alert/surface.ts'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => Alert.storeWeek(ctx, {}))
