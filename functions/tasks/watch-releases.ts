/** One look at every watched release. */
import { Watch } from '@houston/core/watch'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Watch.watchReleases)
