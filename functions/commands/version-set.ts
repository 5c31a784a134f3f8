/** Commands about version sets, and reading them. */
import { versionSetCommands } from '@houston/core/version-set'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(versionSetCommands)
