/** Commands about escalations: people answer here. */
import { escalationCommands } from '@houston/core/escalation'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(escalationCommands)
