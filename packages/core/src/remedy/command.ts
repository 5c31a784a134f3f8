/** What the command API offers against the harm of an incident. */
import { flagOff } from './flag-off.ts'
import { pullLever, shiftTraffic } from './lever.ts'
import { rollback } from './rollback.ts'

export const remedyCommands = [rollback, flagOff, pullLever, shiftTraffic] as const
