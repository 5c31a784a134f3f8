/** The escalation machine: what is due is sent. */
import { Escalation } from '@houston/core/escalation'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Escalation.sendPages)
