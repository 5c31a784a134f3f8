/** The rollback machine: the version that was taken back is let go. */
import { Rollback } from '@houston/core/rollback'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.retire)
