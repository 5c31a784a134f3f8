/** Commands about groups. */
import { groupCommands } from '@houston/core/correlation'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(groupCommands)
