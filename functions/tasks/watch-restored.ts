/** The monitoring machine: one look at a restored service. */
import * as Recovery from '@houston/core/recovery/operation.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Recovery.watch)
