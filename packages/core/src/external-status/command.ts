/** What the command API offers of external statuses. */
import { list, record } from './operation.ts'

export const externalStatusCommands = [record, list] as const
