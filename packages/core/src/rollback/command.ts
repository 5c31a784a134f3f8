/** What the command API offers of rollbacks. */
import { retry } from './operation.ts'

export const rollbackCommands = [retry] as const
