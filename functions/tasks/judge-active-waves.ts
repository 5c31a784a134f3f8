/** The judge: one tick for every wave under judgement. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.judgeActiveWaves)
