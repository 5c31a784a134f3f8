/** What handlers and other nouns do with escalations. */
export { acknowledge, changeSeverity, converge, reassign, snooze, withdraw } from './answering.ts'
export { fromAnyId, fromId } from './change.ts'
export { awaitAnswer, sendPages, takeStep } from './operation.ts'
export { listPolicies, recordPolicy } from './policy-choice.ts'
export { takePagerDuty, takeSlack } from './provider.ts'
export { get, list, timeline } from './question.ts'
export { pagePerson, start, startAgain } from './start.ts'
