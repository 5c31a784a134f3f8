/** Houston's judge on simulated ticks: a history to learn from, then waves as a release goes through them. */
import { Judge } from '../../packages/core/src/judge/index.ts'
import type { Draw } from './families.ts'

export interface PlannedWave {
  readonly weightPercent: number
  readonly nextWeightPercent: number | null
  readonly soakSeconds: number
  readonly tickSeconds: number
}

const hour = 3_600

/** 1 % for a quarter of an hour, 10 % for two hours, 50 % for four; then all. */
export const seedWaves: readonly PlannedWave[] = [
  { weightPercent: 1, nextWeightPercent: 10, soakSeconds: hour / 4, tickSeconds: 10 },
  { weightPercent: 10, nextWeightPercent: 50, soakSeconds: 2 * hour, tickSeconds: 60 },
  { weightPercent: 50, nextWeightPercent: 100, soakSeconds: 4 * hour, tickSeconds: 60 },
]

export const strictErrors = (metrics: readonly string[]): Judge.Gate =>
  Judge.gateSchema.parse({
    name: 'benchmark',
    metrics: metrics.map((id) => ({ id })),
    worstCase: { mustExclude: { ratio: 5, missRate: 0.001 } },
  })

/** The stable fleet before the release, as the judge would have seen it. */
export function learnt(ids: readonly string[], draws: readonly Draw[], ticks: number, share = 0.01): Judge.Carry {
  let carry: Judge.Carry = { dispersion: {}, reference: {} }
  for (const [index, id] of ids.entries()) {
    const stable: [number, number][] = []
    // Half a day earlier, so that no incident of the release itself is in it.
    for (let tick = 0; tick < ticks; tick++) {
      const seen = draws[index]?.(share, 43_200 + tick)
      if (seen != null) stable.push(seen.stable)
    }
    carry = Judge.learn(carry, id, stable)
  }
  return carry
}

export interface WaveRun {
  readonly state: Judge.WaveState
  readonly outcome: Judge.Outcome
  readonly seconds: number
}

/** One wave until harm, or until it is safe at or after its soak, or until its longest extension is over. */
export function runWave(
  gate: Judge.Gate,
  wave: PlannedWave,
  draws: readonly Draw[],
  options: { readonly startSecond: number; readonly rps: number; readonly carry: Judge.Carry; readonly hold?: boolean },
): WaveRun {
  const tickMs = wave.tickSeconds * 1_000
  let state = Judge.begin(gate, {
    weightPercent: wave.weightPercent,
    nextWeightPercent: wave.nextWeightPercent,
    startMs: 0,
    soakMs: wave.soakSeconds * 1_000,
    tickMs,
    expectedRps: options.rps,
    errorBudget: { objective: 0.999 },
    carry: options.carry,
  })
  const soakMs = Math.round(wave.soakSeconds / wave.tickSeconds) * tickMs
  const mostMs = options.hold === true ? soakMs : soakMs * (1 + gate.undecided.extendSoaks)
  let nowMs = 0
  while (nowMs < mostMs) {
    const soakLeftMs = nowMs < soakMs ? soakMs - nowMs : mostMs - nowMs
    const lengthMs = Math.min(Judge.calmTickMs(state.facts, nowMs), soakLeftMs)
    const metrics: Record<string, Judge.MetricTick> = {}
    for (const [index, { id }] of gate.metrics.entries())
      metrics[id] = longTick(draws[index], wave, options.startSecond + nowMs / 1_000, lengthMs / tickMs)
    state = Judge.observe(state, { startMs: nowMs, endMs: nowMs + lengthMs, metrics })
    nowMs += lengthMs
    if (state.conviction !== null) return { state, outcome: 'harm', seconds: nowMs / 1_000 }
    if (nowMs < soakMs) continue
    const { outcome } = Judge.decide(state, nowMs)
    if (outcome === 'harm' || outcome === 'safe') return { state, outcome, seconds: nowMs / 1_000 }
  }
  return { state, outcome: Judge.decide(state, nowMs).outcome, seconds: nowMs / 1_000 }
}

/** As many of the stream's own ticks as the judge's tick is long. One that is missing leaves the whole of it incomplete. */
function longTick(draw: Draw | undefined, wave: PlannedWave, startSecond: number, count: number): Judge.MetricTick {
  const parts = Array.from({ length: count }, (_, part) =>
    draw?.(wave.weightPercent / 100, startSecond + part * wave.tickSeconds),
  )
  const sum: [number, number, number, number] = [0, 0, 0, 0]
  for (const part of parts) {
    if (part == null) return { missing: 'partial' }
    for (const [index, value] of [...part.canary, ...part.stable].entries()) sum[index] = (sum[index] ?? 0) + value
  }
  return { canary: [sum[0], sum[1]], stable: [sum[2], sum[3]] }
}
