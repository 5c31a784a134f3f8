/** The release machine: a wave's weight is asked for. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.startWave)
