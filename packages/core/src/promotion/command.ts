/** What the command API offers of promotions. */
import { hotfix } from './hotfix.ts'
import { start } from './operation.ts'
import { approve, get, list, stop, timeline } from './person.ts'

export const promotionCommands = [start, hotfix, approve, stop, get, list, timeline] as const
