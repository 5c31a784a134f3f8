/** The review machine: people are reminded of deadlines. */
import { Review } from '@houston/core/review'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Review.remind)
