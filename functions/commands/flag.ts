/** Commands about flags. */
import { flagCommands } from '@houston/core/flag'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(flagCommands)
