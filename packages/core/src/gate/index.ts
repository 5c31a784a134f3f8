/** The gate before each wave: freezes, calendars, what burns, who approved, what was checked. */

export { checkApproval, personOf, requirementsOf } from './approval.ts'
export type { BudgetReport } from './budget.ts'
export { type Calendar, calendarDocumentSchema, calendarOf, calendarSchema, openingOf } from './calendar.ts'
export {
  type Cause,
  type GateCheckName,
  type GateReason,
  gateCheckNames,
  gateReasons,
  listed,
} from './check.ts'
export { gateCommands } from './command.ts'
export * from './event.ts'
export { type Fact, known, unknown } from './fact.ts'
export {
  type AlarmFact,
  type Approval,
  approvalSchema,
  type BudgetFact,
  type GateFacts,
  type HolderFact,
  type IncidentFact,
  type Lane,
  lanes,
  type ObjectiveFact,
  type StepResult,
  stepResultSchema,
} from './facts.ts'
export type { CalendarView, FreezeView } from './find.ts'
export {
  type Freeze,
  freezeDocumentSchema,
  freezeOf,
  freezeSchema,
  freezesAtMs,
  isFrozen,
  thawsAtMs,
} from './freeze.ts'
export { type CheckDecision, decideGate, type GateDecision, gateChecks } from './gate.ts'
export { gateLimits } from './limits.ts'
export { type PasserFacts, passerOf } from './passer.ts'
export {
  type ApprovalRequirement,
  approvalRequirementSchema,
  defaultGatePolicy,
  type GatePolicy,
  gatePolicySchema,
  policyDocumentSchema,
  type StepRequirement,
  stepRequirementSchema,
} from './policy.ts'
export { appliesTo, type Place, type Scope, scopeSchema } from './scope.ts'
export * as Gate from './surface.ts'
