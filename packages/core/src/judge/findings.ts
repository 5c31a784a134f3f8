/** Every metric as it stands, with its numbers: what a verdict shows beside its reason. */
import { eHolm } from './combine.ts'
import type { Gate } from './gate.ts'
import { type Evidence, evidenceOf } from './metric.ts'
import { eValueOf } from './mixture.ts'
import type { MetricFinding } from './verdict.ts'
import type { MetricState } from './wave.ts'

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits))

function finding(gate: Gate, index: number, state: MetricState, evidence: Evidence, blamed: boolean): MetricFinding {
  const metric = gate.metrics[index]
  const critical = gate.metrics.filter(({ weight }) => weight === 'critical').length
  const [canaryRequests, canaryEvents] = state.canary
  const [stableRequests, stableEvents] = state.stable
  const expected = state.sums.kind === 'count' ? state.sums.expected : (stableEvents / stableRequests) * canaryRequests
  const ratio = expected > 0 ? rounded(canaryEvents / expected, 4) : null
  return {
    metric: metric?.id ?? '',
    critical: metric?.weight === 'critical',
    canaryRequests,
    canaryEvents: rounded(canaryEvents, 8),
    stableRequests,
    stableEvents: rounded(stableEvents, 8),
    ratio,
    eValue: eValueOf(evidence.harm),
    needs: rounded(Math.max(1, critical) / gate.alpha, 4),
    safeEValue: eValueOf(evidence.safe),
    phi: rounded(evidence.phi, 4),
    blamed,
  }
}

export function findingsOf(gate: Gate, states: Readonly<Record<string, MetricState>>): readonly MetricFinding[] {
  const rows = gate.metrics.flatMap((metric, index) => {
    const state = states[metric.id]
    return state === undefined ? [] : [{ index, state, evidence: evidenceOf(state, metric) }]
  })
  const blamed = new Set(
    eHolm(
      rows.map(({ evidence }) => evidence.harm),
      gate.alpha,
    ),
  )
  return rows.map(({ index, state, evidence }, place) => finding(gate, index, state, evidence, blamed.has(place)))
}
