/** Commands about incidents, and reading them. */
import { incidentCommands } from '@houston/core/incident'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(incidentCommands)
