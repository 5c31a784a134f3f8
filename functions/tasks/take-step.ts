/** The escalation machine: the next level is paged where it is time. */
import { Escalation } from '@houston/core/escalation'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Escalation.takeStep)
