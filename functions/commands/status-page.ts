/** Commands about the public status page. */
import { statusPageCommands } from '@houston/core/status-page'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(statusPageCommands)
