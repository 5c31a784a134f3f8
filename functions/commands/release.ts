/** Commands about releases, and reading them. */
import { releaseCommands } from '@houston/core/release'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(releaseCommands)
