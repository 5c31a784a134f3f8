/** The rollback machine: the release ends. */
import * as Rollback from '@houston/core/rollback/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Rollback.complete)
