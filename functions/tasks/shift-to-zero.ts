/** The rollback machine: weight 0 is asked for. */
import * as Rollback from '@houston/core/rollback/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.shift)
