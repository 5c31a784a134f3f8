/** Commands about on-call: schedules, overrides, swaps and what people ask. */
import { oncallCommands } from '@houston/core/oncall'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler(oncallCommands)
