/** Correlation: one group per cause, with the cause on it. */
export type { AuditEntry } from './audit.ts'
export { type BackgroundSnapshot, emptyBackground } from './background.ts'
export { backgroundWrites } from './background-write.ts'
export type { RankedCause } from './cause.ts'
export { type Change, suspectMs } from './change.ts'
export { correlationCommands } from './command.ts'
export { Correlator, evaluationMs, type Placement } from './correlator.ts'
export { causesOf, figuresOf, sentenceOf, symptomsOf } from './describe.ts'
export * from './event.ts'
export { createGraph, type DependencyGraph } from './graph.ts'
export { type Group, type GroupId, groupId, type Sighting, type Symptom, servicesOf, type Urgency } from './group.ts'
export { changeGroups, type GroupFacts, type GroupSources, type GroupUnit, type Urgent } from './group-change.ts'
export * as Grouping from './grouping.ts'
export { headWrite, headWritten, type KeptCorrelator, loadCorrelator, readChanges, readHead } from './kept.ts'
export { type Candidate, nameOf } from './likelihood.ts'
export type { Link } from './link.ts'
export { packedText, unpacked } from './packed.ts'
export { decideProposal, type ProposalDecision, type RollbackProposal } from './proposal.ts'
export { type GroupRecord, groupRecordSchema, groupUnknown } from './record.ts'
export {
  type CorrelationSnapshot,
  type GroupSnapshot,
  type StandingSnapshot,
  snapshotGroup,
} from './snapshot.ts'
export { shardOf } from './store.ts'
export { similarity } from './text.ts'
