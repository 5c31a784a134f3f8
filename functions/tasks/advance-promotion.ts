/** State AdvancePromotion: the soak of a group of regions is over. */
import * as Promotion from '@houston/core/promotion/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Promotion.go)
