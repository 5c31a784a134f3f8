/** Commands about freezes, calendars, policies and what gates are told. */
import { gateCommands } from '@houston/core/gate'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(gateCommands)
