/** What the command API offers of passages. */
import { explain } from './explain.ts'

export const passageCommands = [explain] as const
