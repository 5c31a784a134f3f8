/** The review machine: people are reminded of deadlines. */
import * as Review from '@houston/core/review/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Review.remind)
