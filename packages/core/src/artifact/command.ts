/** What the command API offers of artifacts. */
import { record } from './operation.ts'
import { get, list } from './reading.ts'

export const artifactCommands = [record, get, list] as const
