/** Commands about rollbacks. */
import { rollbackCommands } from '@houston/core/rollback'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(rollbackCommands)
