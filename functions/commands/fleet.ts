/** Commands about fleets. */
import { fleetCommands } from '@houston/core/fleet'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(fleetCommands)
