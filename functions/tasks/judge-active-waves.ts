/** The judge: one tick for every wave under judgement. */
import * as Release from '@houston/core/release/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.judgeActiveWaves)
