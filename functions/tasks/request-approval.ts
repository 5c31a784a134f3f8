/** The release machine: a wave waits for a person. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.requestApproval)
