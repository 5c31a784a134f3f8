/** The release machine: the new version is made ready. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.prepare)
