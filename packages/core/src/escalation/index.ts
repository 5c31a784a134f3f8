/** Escalations: somebody must answer, and one after the other is asked until somebody does. */
export { escalationCommands } from './command.ts'
export type { Escalation as EscalationItem } from './escalation.ts'
export * from './event.ts'
export { type Policy, policySpecSchema } from './policy.ts'
export type { EscalationView } from './question.ts'
export { type EscalationState, escalationActions, escalationStates, escalationTransitions } from './state.ts'
export * as Escalation from './surface.ts'
