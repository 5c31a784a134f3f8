/** Commands about promotions, and reading them. */
import { promotionCommands } from '@houston/core/promotion'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(promotionCommands)
