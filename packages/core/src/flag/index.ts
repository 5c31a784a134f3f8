/** Feature flags: shipped dark, turned on in waves, turned off as a rollback; and two variants side by side. */
export { flagCommands } from './command.ts'
export { applyDecision, decideFlag, exposureAsked, type FlagDecision, type FlagFacts } from './decide.ts'
export { type FlagSubject, isExposed } from './evaluate.ts'
export * from './event.ts'
export { decideExperiment, gatesOf } from './experiment.ts'
export {
  type Flag as FlagPlan,
  type FlagWave,
  flagSchema,
  flagWaveSchema,
  flagWavesSchema,
  standardWaves,
} from './flag.ts'
export { type Experiment, type FlagItem, flagSpecSchema, flagUnknown } from './item.ts'
export * as Flag from './operation.ts'
export { type FlagState, flagStates, flagTransitions } from './state.ts'
