/** Commands about on-call: schedules, overrides, swaps, what people ask, and what it costs them. */
import { oncallCommands } from '@houston/core/oncall'
import { fairness } from '@houston/core/page'
import { commandHandler } from '../middleware/command-handler.ts'

export const handler = commandHandler([...oncallCommands, fairness])
