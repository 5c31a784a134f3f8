/** The release machine: the gate before a wave is asked. */
import { Passage } from '@houston/core/passage'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Passage.check)
