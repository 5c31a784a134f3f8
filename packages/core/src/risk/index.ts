/** The risk of a change, the blast radius of its release, and the plan that follows from both. */
export { assessRisk, type Risk, type RiskPart } from './assess.ts'
export {
  assessBlast,
  type Blast,
  type BlastFacts,
  type BlastLevel,
  type BlastPart,
  type BlastTable,
  blastLevelNames,
  blastTable,
  blastTableByTier,
  type RollbackFacts,
  rollbackFactsSchema,
} from './blast.ts'
export { type Care, careOf, cares, careTable } from './care.ts'
export {
  type ChangedFile,
  type ChangeFacts,
  changeFactsSchema,
  type History,
  type VersionJump,
  versionJumpOf,
} from './change.ts'
export { type FileKind, fileKindOf, fileKinds } from './file-kind.ts'
export {
  callersOf,
  dependenciesOf,
  type GraphService,
  makeGraph,
  type Reach,
  type ServiceGraph,
} from './graph.ts'
export { hurried } from './hotfix.ts'
export { riskLimits } from './limits.ts'
export {
  decidePlan,
  defaultPlanPolicy,
  type Plan,
  type PlanFacts,
  type PlannedWave,
  type PlanPolicy,
  planPolicySchema,
  waveApproval,
} from './plan.ts'
export { type RiskFactorName, type RiskWeights, riskFactorNames, riskWeights } from './weights.ts'
