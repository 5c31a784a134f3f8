/** The release machine: the judge gives no sign of life. */
import * as Release from '@houston/core/release/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.reportBlind)
