/** The rollback machine: a release is being taken back. */
import { Rollback } from '@houston/core/rollback'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.begin)
