/** The machine of communications: people are reminded whom to tell. */
import * as Incident from '@houston/core/incident/surface.ts'
import { taskHandler } from '../middleware/task-handler.ts'

export const handler = taskHandler(Incident.remind)
