/** Feature flags: shipped dark, turned on in waves, turned off as a rollback. Decisions only. */
export { applyDecision, decideFlag, exposureAsked, type FlagDecision, type FlagFacts } from './decide.ts'
export { type FlagSubject, isExposed } from './evaluate.ts'
export { type Flag, type FlagWave, flagSchema, flagWaveSchema, flagWavesSchema, standardWaves } from './flag.ts'
export { type FlagState, flagStates, flagTransitions } from './state.ts'
