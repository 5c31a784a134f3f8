/** Correlation: one group per cause, with the cause on it. */
export type { AuditEntry } from './audit.ts'
export { type BackgroundSnapshot, emptyBackground } from './background.ts'
export type { RankedCause } from './cause.ts'
export { type Change, suspectMs } from './change.ts'
export { Correlator, evaluationMs, type Placement } from './correlator.ts'
export * from './event.ts'
export { createGraph, type DependencyGraph } from './graph.ts'
export { type Group, type GroupId, groupId, type Sighting, type Symptom, servicesOf, type Urgency } from './group.ts'
export { type Candidate, nameOf } from './likelihood.ts'
export type { Link } from './link.ts'
export { decideProposal, type ProposalDecision, type RollbackProposal } from './proposal.ts'
export {
  type CorrelationSnapshot,
  type GroupSnapshot,
  type StandingSnapshot,
  snapshotGroup,
} from './snapshot.ts'
export { similarity } from './text.ts'
