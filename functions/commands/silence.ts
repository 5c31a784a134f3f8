/** Commands about silences. */
import { silenceCommands } from '@houston/core/silence'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(silenceCommands)
