/** Commands about reviews, and reading them. */
import { reviewCommands } from '@houston/core/review'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(reviewCommands)
