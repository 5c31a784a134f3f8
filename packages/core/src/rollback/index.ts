/** Rollbacks: a release taken back, verified, to a version that is known to be healthy. */

export { rollbackCommands } from './command.ts'
export { decideRequest, decideTraffic, type Request, type RequestFacts } from './decide.ts'
export { durationOf, type RollbackItem, type StepName } from './step.ts'
export * as Rollback from './surface.ts'
