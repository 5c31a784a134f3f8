/** What the command API offers of promotions. */
import { hotfix } from './hotfix.ts'
import { start } from './operation.ts'
import { approve, stop } from './person.ts'
import { get, list, timeline } from './read.ts'

export const promotionCommands = [start, hotfix, approve, stop, get, list, timeline] as const
