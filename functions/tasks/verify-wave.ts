/** The release machine: a wave's weight is seen in force. */
import * as Release from '@houston/core/release/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.verifyWave)
