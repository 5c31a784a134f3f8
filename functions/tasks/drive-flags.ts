/** One look at every flag that moves. */
import * as Flag from '@houston/core/flag/operation.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Flag.driveFlags)
