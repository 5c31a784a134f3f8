/** What the command API offers of service level objectives. */
import { list, record, remove } from './operation.ts'

export const sloCommands = [record, remove, list] as const
