/** One look at every flag that moves. */
import { Flag } from '@houston/core/flag'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Flag.driveFlags)
