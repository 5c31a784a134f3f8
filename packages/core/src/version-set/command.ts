/** What the command API offers of version sets. */
import { get, list, record, release } from './operation.ts'

export const versionSetCommands = [record, get, list, release] as const
