/** The rollback machine: people must act. */
import * as Rollback from '@houston/core/rollback/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.fail)
