/** Commands about teams. */
import { teamCommands } from '@houston/core/team'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(teamCommands)
