/** What the command API offers of services. */
import { list, record } from './operation.ts'

export const serviceCommands = [record, list] as const
