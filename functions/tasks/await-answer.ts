/** The escalation machine: people are given the token that ends the wait. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Escalation.awaitAnswer)
