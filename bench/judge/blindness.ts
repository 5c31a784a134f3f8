/** Question: is anything ever promoted when the judge cannot see, or when there is nothing to see? */
import { Judge } from '../../packages/core/src/judge/index.ts'
import { type Chance, chance } from './chance.ts'
import { strictErrors } from './wave-run.ts'

export interface BlindRow {
  readonly case: string
  readonly runs: number
  readonly promoted: number
  readonly outcomes: Readonly<Record<string, number>>
}

type Broken = (random: Chance, requests: [number, number], tick: number) => Judge.MetricTick | null

const nan = Number.NaN
const binomial = (random: Chance, requests: number, rate: number): number => random.binomial(requests, rate)

const cases: Readonly<Record<string, Broken>> = {
  'source down': () => ({ missing: 'source-down', detail: 'connect ECONNREFUSED' }),
  'no ticks at all': () => null,
  'source dies half-way': (random, [c, f], tick) =>
    tick < 40
      ? { canary: [c, binomial(random, c, 0.001)], stable: [f, binomial(random, f, 0.001)] }
      : { missing: 'source-down' },
  'all NaN': () => ({ canary: [nan, nan], stable: [nan, nan] }),
  'canary NaN': (random, [, f]) => ({ canary: [nan, nan], stable: [f, binomial(random, f, 0.001)] }),
  'every canary request fails': (random, [c, f]) => ({ canary: [c, c], stable: [f, binomial(random, f, 0.001)] }),
  'every request of both arms fails': (_random, [c, f]) => ({ canary: [c, c], stable: [f, f] }),
  'no traffic': () => ({ canary: [0, 0], stable: [0, 0] }),
  'no canary traffic': (random, [, f]) => ({ canary: [0, 0], stable: [f, binomial(random, f, 0.001)] }),
  'canary falls silent': (random, [c, f], tick) => ({
    canary: tick < 40 ? [c, binomial(random, c, 0.001)] : [0, 0],
    stable: [f, binomial(random, f, 0.001)],
  }),
  'wrong dimension, named by the source': () => ({ missing: 'wrong-dimension', detail: 'no such label: version' }),
  'wrong dimension, both arms the whole service': (random, [c, f]) => {
    const both = [c + f, binomial(random, c + f, 0.001)]
    return { canary: both, stable: both }
  },
}

export function blindRuns(runsPerCase: number): readonly BlindRow[] {
  const gate = strictErrors(['errors'])
  return Object.entries(cases).map(([name, broken], place) => {
    const outcomes: Record<string, number> = {}
    for (let seed = 0; seed < runsPerCase; seed++) {
      const random = chance(51, place, seed)
      const rps = [50, 100, 1_000, 10_000][seed % 4] ?? 100
      const outcome = brokenRun(gate, broken, random, rps)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    return { case: name, runs: runsPerCase, promoted: outcomes.safe ?? 0, outcomes }
  })
}

/** The outcome that a flow would act on: the first harm or safe, looked for at every tick of soak and one more soak. */
function brokenRun(gate: Judge.Gate, broken: Broken, random: Chance, rps: number): Judge.Outcome {
  let state = Judge.begin(gate, {
    weightPercent: 1,
    nextWeightPercent: 10,
    startMs: 0,
    soakMs: 900_000,
    expectedRps: rps,
    errorBudget: { objective: 0.999 },
  })
  let outcome: Judge.Outcome = 'blind'
  for (let tick = 0; tick < 120; tick++) {
    const startMs = tick * 10_000
    const seen = broken(random, [Math.round(rps * 0.1), Math.round(rps * 9.9)], tick)
    if (seen !== null) state = Judge.observe(state, { startMs, endMs: startMs + 10_000, metrics: { errors: seen } })
    outcome = Judge.decide(state, startMs + 10_000).outcome
    if (outcome === 'harm' || outcome === 'safe') return outcome
  }
  return outcome
}
