/** Commands about alerts. */
import { alertCommands } from '@houston/core/alert'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(alertCommands)
