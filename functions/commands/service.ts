/** Commands about services, and reading them. */
import { serviceCommands } from '@houston/core/service'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(serviceCommands)
