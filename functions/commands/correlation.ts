/** Commands about groups of alerts. */
import { correlationCommands } from '@houston/core/correlation'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(correlationCommands)
