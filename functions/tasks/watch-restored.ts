/** The monitoring machine: one look at a restored service. */
import { Recovery } from '@houston/core/recovery'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Recovery.watch)
