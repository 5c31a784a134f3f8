/** The release machine: a wave waits at its gate. */
import { Passage } from '@houston/core/passage'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Passage.awaitOpening)
