/** Commands about people. */
import { personCommands } from '@houston/core/person'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(personCommands)
