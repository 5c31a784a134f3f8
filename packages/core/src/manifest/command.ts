/** What the command API offers of manifests. */
import { rehearse } from './rehearse.ts'

export const manifestCommands = [rehearse] as const
