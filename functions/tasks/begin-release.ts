/** The release machine: one execution drives a release. */
import * as Release from '@houston/core/release/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.begin)
