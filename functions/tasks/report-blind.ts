/** The release machine: the judge gives no sign of life. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.reportBlind)
