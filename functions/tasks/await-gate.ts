/** The release machine: a wave waits at its gate. */
import * as Passage from '@houston/core/passage/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Passage.awaitOpening)
