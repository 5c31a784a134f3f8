/** The rollback machine: what the pipeline declares for the database. */
import { Rollback } from '@houston/core/rollback'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.undo)
