/** The release machine: the new version becomes the stable one. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.promote)
