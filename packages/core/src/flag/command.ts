/** What the command API offers of flags. */
import { expose, get, list, off, record } from './operation.ts'

export const flagCommands = [record, expose, off, get, list] as const
