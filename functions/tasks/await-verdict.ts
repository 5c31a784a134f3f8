/** The release machine: the judge is given the token that ends the wait. */
import * as Release from '@houston/core/release/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.awaitVerdict)
