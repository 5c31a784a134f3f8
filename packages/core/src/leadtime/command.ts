/** What the command API offers of lead times. */
import { report } from './operation.ts'

export const leadtimeCommands = [report] as const
