/** Commands about pipelines, and reading them. */
import { pipelineCommands } from '@houston/core/pipeline'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(pipelineCommands)
