/** Commands about the status pages of others. */
import { externalStatusCommands } from '@houston/core/external-status'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(externalStatusCommands)
