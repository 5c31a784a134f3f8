/** What the command API offers of escalations. */
import { acknowledge, reassign, snooze, withdraw } from './answering.ts'
import { listPolicies, recordPolicy } from './policy-choice.ts'
import { get, list, timeline } from './question.ts'
import { pagePerson } from './start.ts'

export const escalationCommands = [
  acknowledge,
  snooze,
  reassign,
  withdraw,
  pagePerson,
  list,
  get,
  timeline,
  recordPolicy,
  listPolicies,
] as const
