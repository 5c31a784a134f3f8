/** What the command API offers of watches. */
import { get } from './operation.ts'

export const watchCommands = [get] as const
