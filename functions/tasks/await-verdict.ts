/** The release machine: the judge is given the token that ends the wait. */
import { Release } from '@houston/core/release'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Release.awaitVerdict)
