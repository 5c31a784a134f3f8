/** What the command API offers of groups. */
import { get, list, timeline } from './grouping.ts'

export const correlationCommands = [list, get, timeline] as const
