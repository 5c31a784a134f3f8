/** The escalation machine: people are given the token that ends the wait. */
import { Escalation } from '@houston/core/escalation'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Escalation.awaitAnswer)
