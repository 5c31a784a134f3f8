/** Rehearsing a manifest. */
import { manifestCommands } from '@houston/core/manifest'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(manifestCommands)
