/** What the command API offers of artifacts. */
import { record } from './operation.ts'

export const artifactCommands = [record] as const
