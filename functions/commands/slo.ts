/** Commands about service level objectives. */
import { sloCommands } from '@houston/core/slo'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(sloCommands)
