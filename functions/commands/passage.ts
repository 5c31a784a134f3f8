/** Commands about the gates that releases stand at. */
import { passageCommands } from '@houston/core/passage'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(passageCommands)
