/** What the command API offers of silences. */
import { expire, list, recordMaintenance, removeMaintenance, set } from './operation.ts'

export const silenceCommands = [set, expire, list, recordMaintenance, removeMaintenance] as const
