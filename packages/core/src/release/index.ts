/** Releases: one artifact on its way to all of one target's traffic. */
export type { AssessmentItem } from './assessment.ts'
export type { ReleaseChange } from './change.ts'
export type { ChartPoint, MetricChart } from './chart.ts'
export { releaseCommands } from './command.ts'
export * from './event.ts'
export { type WaveEvidence, waveUnknown } from './evidence.ts'
export type { PassageItem } from './passage.ts'
export type { ReleaseView } from './person.ts'
export * from './release.ts'
export type { KnownVersion, Standing, TargetHistory } from './standing.ts'
export {
  holdingStates,
  illegalAction,
  isEnded,
  type ReleaseState,
  releaseActions,
  releaseStates,
  releaseTransitions,
} from './state.ts'
export * as Release from './surface.ts'
export { type PassRefusal, passRefusals, waitOf } from './undecided.ts'
export type { WaveItem, WaveOutcome } from './wave.ts'
