/** What the command API offers against the harm of an incident. */
import { rollback } from './rollback.ts'

export const remedyCommands = [rollback] as const
