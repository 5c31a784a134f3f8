/** What the command API offers of fleets. */
import { status } from './operation.ts'

export const fleetCommands = [status] as const
