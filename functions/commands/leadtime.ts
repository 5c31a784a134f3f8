/** Reading lead times. */
import { leadtimeCommands } from '@houston/core/leadtime'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(leadtimeCommands)
