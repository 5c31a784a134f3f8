/** Commands about levers and splits of traffic. */
import { leverCommands } from '@houston/core/lever'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(leverCommands)
