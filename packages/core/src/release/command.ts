/** What the command API offers of releases. */
import { evidence } from './evidence.ts'
import { start } from './operation.ts'
import { passWave } from './pass.ts'
import { abort, approve, get, list, timeline } from './person.ts'

export const releaseCommands = [start, approve, passWave, abort, get, list, timeline, evidence] as const
