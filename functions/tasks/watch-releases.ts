/** One look at every watched release. */
import * as Watch from '@houston/core/watch/operation.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Watch.watchReleases)
