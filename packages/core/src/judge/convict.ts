/** Whether the ticks folded so far are harm: the guardrails in their order, then the evidence of all metrics together. */

import { lowerMean } from './bound.ts'
import { logAnyHarm } from './combine.ts'
import { isThin } from './dispersion.ts'
import { findingsOf } from './findings.ts'
import type { Gate, GateMetric } from './gate.ts'
import { evidenceOf, isJudged } from './metric.ts'
import { eValueOf } from './mixture.ts'
import { wavePhi } from './phi.ts'
import type { HarmReason } from './verdict.ts'
import type { Conviction, MetricState, WaveFacts } from './wave.ts'

/** Two ticks, so that one broken scrape or one restart convicts nobody. */
const confirmingTicks = 2

type Guardrail = (state: MetricState, metric: GateMetric, gate: Gate) => HarmReason | null

/** Of a bursty metric a few bad requests are one burst: then it takes this many times φ of them. */
const burstsToExclude = 3

const allRequestsBad: Guardrail = (state, { kind, harmIs, guardrail }) => {
  const { sums } = state
  const [ticks, requests] = state.allBad
  if (kind !== 'count' || harmIs !== 'up' || guardrail.allBadRequests === null || sums.kind !== 'count') return null
  if (ticks < confirmingTicks || requests < guardrail.allBadRequests) return null
  return requests >= burstsToExclude * wavePhi(sums, state) ? 'all-requests-bad' : null
}

const signal: Guardrail = (state) => (state.signal >= confirmingTicks ? 'signal' : null)

/** A canary that never had traffic is no proof of harm: that is blind. One that had it and fell silent is. */
const canarySilent: Guardrail = ({ silent: [ticks, requests], canary }, _metric, gate) =>
  ticks >= confirmingTicks && requests >= gate.silentAfterRequests && canary[0] >= gate.silentAfterRequests
    ? 'canary-silent'
    : null

/** Proven above the gate's ceiling while the stable side keeps it: a promise broken, whatever the ratio. */
const overCeiling: Guardrail = (state, { harmIs, ceiling, minimumHarm }, gate) => {
  const { sums, canary, stable, ticks } = state
  const [requests, events] = canary
  if (sums.kind !== 'count' || harmIs !== 'up' || ceiling === undefined || ticks < confirmingTicks) return null
  const point = events / Math.max(requests, 1)
  const stableBreaches = stable[0] > 0 && stable[1] > ceiling * stable[0]
  if (stableBreaches || point <= ceiling || point - sums.expected / Math.max(requests, 1) < minimumHarm) return null
  const unheard = isThin(sums.dispersion, requests, stable[0]) ? events / 2 : events
  const phi = wavePhi(sums, state)
  return lowerMean(unheard, phi, gate.alpha / (2 * gate.metrics.length)) > ceiling * requests ? 'over-ceiling' : null
}

const guardrails: readonly Guardrail[] = [allRequestsBad, signal, canarySilent, overCeiling]

export function convict(
  gate: Gate,
  facts: WaveFacts,
  states: Readonly<Record<string, MetricState>>,
  endMs: number,
): Conviction | null {
  const logs: number[] = []
  let strongest: { metric: string; harm: number } | undefined
  let broken: { metric: string; reason: HarmReason } | undefined
  for (const metric of gate.metrics) {
    const state = states[metric.id]
    if (state === undefined || metric.weight !== 'critical' || !isJudged(metric, facts)) continue
    const { harm } = evidenceOf(state, metric)
    logs.push(harm)
    if (strongest === undefined || harm > strongest.harm) strongest = { metric: metric.id, harm }
    for (const guardrail of guardrails) {
      const reason = guardrail(state, metric, gate)
      if (reason !== null) broken ??= { metric: metric.id, reason }
    }
  }
  const any = logAnyHarm(logs)
  const proven = any >= Math.log(1 / gate.alpha)
  if ((!proven && broken === undefined) || strongest === undefined) return null
  const findings = findingsOf(gate, states)
  const blamed = findings.filter((finding) => finding.blamed && finding.critical).map(({ metric }) => metric)
  return {
    reason: broken?.reason ?? 'evidence',
    metric: broken?.metric ?? strongest.metric,
    blamed: blamed.length > 0 ? blamed : [broken?.metric ?? strongest.metric],
    sinceMs: endMs,
    eValue: eValueOf(any),
    needs: Number((1 / gate.alpha).toPrecision(4)),
    findings,
  }
}
