/** The judge's public face: gates in, ticks in, verdicts out. */

export { carryOf as carry } from './carry.ts'
export { decide } from './decide.ts'
export { type Gate, type GateInput, type GateMetric, gateMetricSchema, gateSchema } from './gate.ts'
export { begin, observe } from './observe.ts'
export { type PresetName, presets } from './presets.ts'
export type { BlindCause, Exposure, Measured, MetricTick, Missing, Tick } from './tick.ts'
export type {
  BlindVerdict,
  HarmVerdict,
  MetricFinding,
  Need,
  Outcome,
  SafeVerdict,
  UndecidedVerdict,
  Verdict,
  WorstCase,
} from './verdict.ts'
export { outcomesBySeverity } from './verdict.ts'
export { type Carry, type WaveFacts, type WaveFactsInput, type WaveState, waveFactsSchema } from './wave.ts'
