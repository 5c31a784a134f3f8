/** What the command API offers of teams. */
import { list, record } from './operation.ts'

export const teamCommands = [record, list] as const
