/** What the command API offers of levers. */
import { list, record, recordSplit, secret } from './operation.ts'

export const leverCommands = [record, recordSplit, list, secret] as const
