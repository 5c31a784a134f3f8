/** What the command API offers of people. */
import { list, record } from './operation.ts'

export const personCommands = [record, list] as const
