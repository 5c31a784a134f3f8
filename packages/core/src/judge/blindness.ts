/** Whether the judge can see at all. Blind is neither good nor bad: the wave holds and somebody is told. */
import type { Gate, GateMetric } from './gate.ts'
import { hasControl, isJudged } from './metric.ts'
import type { BlindCause } from './tick.ts'
import type { MetricState, WaveState } from './wave.ts'

export interface Blindness {
  readonly cause: BlindCause
  readonly metric: string | null
  readonly detail: string
}

type Look = (state: MetricState, metric: GateMetric, wave: WaveState, nowMs: number) => Omit<Blindness, 'metric'> | null

const silentSource: Look = (state, _metric, { gate, facts }, nowMs) => {
  const ageMs = nowMs - facts.lagMs - state.lastUsableMs
  // A soak may be shorter than that: a wave that is over and showed nothing is no wave that was seen.
  const patienceMs =
    state.ticks > 0 ? gate.blindAfterTicks * facts.tickMs : Math.min(gate.blindAfterTicks * facts.tickMs, facts.soakMs)
  if (ageMs < patienceMs) return null
  const seconds = Math.round(ageMs / 1_000)
  return {
    cause: state.lastMissing ?? 'no-ticks',
    detail: `nothing usable for ${seconds} s${state.lastDetail === '' ? '' : `; ${state.lastDetail}`}`,
  }
}

/** Ticks with events and both arms alike: three are proof where the shares differ, twelve where they might be equal. */
const alikeArms: Look = ({ alike }, _metric, { facts }) => {
  const mayBeEqual = facts.weightPercent > 25 && facts.weightPercent < 75
  if (alike < (mayBeEqual ? 12 : 3)) return null
  return { cause: 'arms-identical', detail: `${alike} ticks with the same numbers in both arms` }
}

const shareOff: Look = ({ canary, stable }, _metric, { facts }) => {
  if (!hasControl(facts) || canary[0] < 200) return null
  const share = canary[0] / (canary[0] + stable[0])
  const most = (5 * facts.weightPercent + 5) / 100
  if (share <= most) return null
  return {
    cause: 'traffic-share-off',
    detail: `${(share * 100).toFixed(1)} % seen at a weight of ${facts.weightPercent} %`,
  }
}

const sparse: Look = (state, _metric, { gate, facts }, nowMs) => {
  const dueMs = nowMs - facts.lagMs - facts.startMs
  if (dueMs < 2 * gate.blindAfterTicks * facts.tickMs || state.coveredMs >= gate.minimumCoverage * dueMs) return null
  const [seen, due] = [state.coveredMs, dueMs].map((ms) => Math.round(ms / 1_000))
  return {
    cause: 'sparse',
    detail: `usable ticks cover ${seen} of ${due} s; last cause ${state.lastMissing ?? 'no-ticks'}`,
  }
}

const looks: readonly Look[] = [silentSource, alikeArms, shareOff, sparse]

export const criticalMetrics = (gate: Gate): readonly GateMetric[] =>
  gate.metrics.filter(({ weight }) => weight === 'critical')

export function blindnessOf(wave: WaveState, nowMs: number): Blindness | null {
  const judged = criticalMetrics(wave.gate).filter((metric) => isJudged(metric, wave.facts))
  if (judged.length === 0)
    return { cause: 'no-control', metric: null, detail: 'no critical metric has a ceiling or a stable reference' }
  for (const look of looks) {
    for (const metric of judged) {
      const state = wave.metrics[metric.id]
      const found = state === undefined ? null : look(state, metric, wave, nowMs)
      if (found !== null) return { ...found, metric: metric.id }
    }
  }
  return null
}
