/** The restoration machine: one look at metrics and alerts. */
import * as Recovery from '@houston/core/recovery/operation.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Recovery.check)
