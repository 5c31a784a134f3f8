/** Commands about watches. */
import { watchCommands } from '@houston/core/watch'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(watchCommands)
