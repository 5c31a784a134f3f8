/** Pipelines: the path from a push to production, and the changes that take it. */

export { changeBuildEnded } from './build-operation.ts'
export type { DescribedChange } from './change-facts.ts'
export { pipelineCommands } from './command.ts'
export { decideGithub } from './github.ts'
export { changePushed, pipelineRecorded } from './operation.ts'
export {
  hasStages,
  type PathStage,
  type Place,
  pathOf,
  placesOf,
  placeUnknown,
  planAt,
  type ReleasePlan,
} from './path.ts'
export * from './pipeline.ts'
export { expandWaves } from './preset.ts'
export type { PipelineView } from './reading.ts'
export { type ReleaseRequest, releaseRequested, versionsOf } from './request.ts'
export * from './rollback-plan.ts'
export { failurePolicies, newerPolicies } from './stage.ts'
export * as Pipeline from './surface.ts'
export { expectedRpsSchema, gateSchema, metricsSchema, objectiveSchema, targetSchema } from './watch.ts'
export { waveSchema, wavesSchema } from './wave.ts'
