/** Reading pages. */
import { pageCommands } from '@houston/core/page'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(pageCommands)
