/** What the command API offers of pages. */
import { list } from './operation.ts'

export const pageCommands = [list] as const
