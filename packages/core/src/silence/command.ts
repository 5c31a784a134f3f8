/** What the command API offers of silences. */
import { expire, list, recordMaintenance, recordSilence, removeMaintenance, set } from './operation.ts'

export const silenceCommands = [set, expire, list, recordSilence, recordMaintenance, removeMaintenance] as const
