/** The rollback machine: weight 0 is asked for. */
import { Rollback } from '@houston/core/rollback'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.shift)
