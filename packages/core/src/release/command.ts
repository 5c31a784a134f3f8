/** What the command API offers of releases. */
import { approve, refuse } from './approval.ts'
import { evidence } from './evidence.ts'
import { start } from './operation.ts'
import { passWave } from './pass.ts'
import { abort, get, list, timeline } from './person.ts'

export const releaseCommands = [start, approve, refuse, passWave, abort, get, list, timeline, evidence] as const
