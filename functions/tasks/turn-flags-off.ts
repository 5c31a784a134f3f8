/** The rollback machine: the flags that the pipeline names go off. */
import * as Rollback from '@houston/core/rollback/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.turnFlagsOff)
