/** Commands against the harm of an incident. */
import { remedyCommands } from '@houston/core/remedy'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(remedyCommands)
