/** The escalation machine: the next level is paged where it is time. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Escalation.takeStep)
