/** The machine of communications: people are reminded whom to tell. */
import { Incident } from '@houston/core/incident'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Incident.remind)
