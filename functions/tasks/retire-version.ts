/** The rollback machine: the version that was taken back is let go. */
import * as Rollback from '@houston/core/rollback/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.retire)
