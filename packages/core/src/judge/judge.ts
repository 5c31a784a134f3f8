/** The judge's public face: gates in, ticks in, verdicts out. */

export { type BacktestResult, backtest, type HistoryInput, historySchema } from './backtest.ts'
export { type Calibration, calibrate, type SlicedMetric } from './calibrate.ts'
export { carryOf as carry, learn } from './carry.ts'
export { decide } from './decide.ts'
export { slicePhi } from './dispersion.ts'
export { packEvidence, packTick, replay, storedTick, unpackTick } from './evidence.ts'
export { type Gate, type GateInput, type GateMetric, gateMetricSchema, gateSchema } from './gate.ts'
export { type Cursor, type Intake, type IntakeWindow, intake } from './intake.ts'
export { judgeLimits } from './limits.ts'
export { ceilingOf } from './metric.ts'
export { plannedSoakMs } from './need.ts'
export { begin, isHarmful, observe } from './observe.ts'
export { calmTickMs, nextLookMs } from './pace.ts'
export { type PresetName, presets } from './presets.ts'
export { type ArmLabels, queries } from './query.ts'
export type { BlindCause, Exposure, Measured, MetricTick, Missing, Tick } from './tick.ts'
export { isMissing } from './tick.ts'
export type {
  Advice,
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
