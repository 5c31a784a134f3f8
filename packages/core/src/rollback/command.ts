/** What the command API offers of rollbacks. */
import { status, vouch } from './person.ts'
import { request } from './request.ts'
import { retry } from './retry.ts'

export const rollbackCommands = [request, retry, status, vouch] as const
