/** The release machine: the gate before a wave is asked. */
import * as Passage from '@houston/core/passage/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Passage.check)
