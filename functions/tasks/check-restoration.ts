/** The restoration machine: one look at metrics and alerts. */
import { Recovery } from '@houston/core/recovery'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Recovery.check)
