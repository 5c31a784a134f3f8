/** Commands about artifacts, and reading them. */
import { artifactCommands } from '@houston/core/artifact'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(artifactCommands)
