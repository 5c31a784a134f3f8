/** State AdvancePromotion: the soak of a group of regions is over. */
import { Promotion } from '@houston/core/promotion'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Promotion.go)
