/** Question: what does one metric tick cost, in microseconds and bytes? */
import { Judge } from '../../packages/core/src/judge/index.ts'
import { chance } from './chance.ts'

export interface CostRow {
  readonly metrics: number
  readonly observeMicros: number
  readonly decideMicros: number
  readonly metricTicksPerSecond: number
  /** State per metric as JSON, the gate's own declaration left out. */
  readonly stateBytes: number
}

export function cost(metrics: number, ticks: number): CostRow {
  const ids = Array.from({ length: metrics }, (_, index) => `metric-${index}`)
  const gate = Judge.gateSchema.parse({ name: 'cost', metrics: ids.map((id) => ({ id })) })
  const random = chance(61)
  const rows: Judge.Tick[] = Array.from({ length: ticks }, (_, tick) => ({
    startMs: tick * 10_000,
    endMs: (tick + 1) * 10_000,
    metrics: Object.fromEntries(
      ids.map((id) => [
        id,
        { canary: [100, random.binomial(100, 0.001)], stable: [9_900, random.binomial(9_900, 0.001)] },
      ]),
    ),
  }))
  const facts = { weightPercent: 1, startMs: 0, soakMs: 900_000, expectedRps: 1_000, errorBudget: { objective: 0.999 } }
  let state = Judge.begin(gate, facts)
  for (const tick of rows) state = Judge.observe(state, tick)
  // Time of this process alone, the best of three: other work on the machine is no cost of the judge.
  const timed = (work: () => void): number => {
    const spent = [1, 2, 3].map(() => {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      return user + system
    })
    return Math.min(...spent) / (metrics * ticks)
  }
  const observeMicros = timed(() => {
    state = Judge.begin(gate, facts)
    for (const tick of rows) state = Judge.observe(state, tick)
  })
  const decideMicros = timed(() => {
    for (const tick of rows) Judge.decide(state, tick.endMs)
  })
  const held = JSON.stringify(state.held).length / metrics
  const own = Math.max(...Object.values(state.metrics).map((metric) => JSON.stringify(metric).length))
  return {
    metrics,
    observeMicros: Number(observeMicros.toFixed(2)),
    decideMicros: Number(decideMicros.toFixed(2)),
    metricTicksPerSecond: Math.round(1e6 / (observeMicros + decideMicros)),
    stateBytes: Math.round(own + held),
  }
}
