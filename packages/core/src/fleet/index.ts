/** Updating a fleet without downtime: rolling, with the status of each target. */
export { fleetCommands } from './command.ts'
export { countsOf, decideRoll, type FleetCounts, type RollDecision } from './decide.ts'
export * as Fleet from './operation.ts'
export { type Phase, phases, transitions } from './phase.ts'
export { type FleetTarget, fleetTargetSchema, type RollPlan, rollPlanSchema, wholePercent } from './plan.ts'
export {
  begin,
  type Observation,
  observe,
  planRollout,
  type Rollout,
  type TargetStatus,
  turnBack,
} from './rollout.ts'
export { FleetTraffic } from './traffic.ts'
