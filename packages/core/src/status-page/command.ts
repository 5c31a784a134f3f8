/** What the command API offers of the status page. */
import { record } from './record.ts'
import { show } from './show.ts'

export const statusPageCommands = [record, show] as const
