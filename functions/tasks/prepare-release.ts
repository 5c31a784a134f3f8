/** The release machine: the new version is made ready. */
import * as Release from '@houston/core/release/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.prepare)
