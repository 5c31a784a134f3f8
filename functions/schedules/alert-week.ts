/** What each alarm was worth in the week that ended. */
import { Alert } from '@houston/core/alert'
import { scheduleHandler } from '../middleware/schedule-handler.ts'

export const handler = scheduleHandler((ctx) => Alert.storeWeek(ctx, {}))
