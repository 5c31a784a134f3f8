/** The rollback machine: the flags that the pipeline names go off. */
import { Rollback } from '@houston/core/rollback'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.turnFlagsOff)
