/** The release machine: one execution drives a release. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.begin)
