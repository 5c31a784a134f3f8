/** The escalation machine: what is due is sent. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Escalation.sendPages)
