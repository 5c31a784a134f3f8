/** Two variants side by side: a winner only by evidence, a loser as soon as there is any, and time alone decides nothing. */
import { describe, expect, it } from 'vitest'
import { minuteMs } from '../clock.ts'
import { Judge } from '../judge/index.ts'
import { seededRandom } from '../random.ts'
import { decideExperiment, gatesOf } from './experiment.ts'
import { experimentSchema } from './item.ts'

const experiment = experimentSchema.parse({ goal: { id: 'orders', harmIs: 'down' }, lasts: '4h' })

/** Looks once a minute, as often as it may; gives the first decision. */
function run(rateOfA: number, rateOfB: number, seed: number, requests = 600) {
  const random = seededRandom(seed)
  const gates = gatesOf(experiment)
  const facts = { weightPercent: 50, startMs: 0, soakMs: experiment.lasts, tickMs: minuteMs, expectedRps: 20 }
  let [worse, better] = [Judge.begin(gates.worse, facts), Judge.begin(gates.better, facts)]
  const events = (rate: number): number =>
    Array.from({ length: requests }, () => random.next()).filter((x) => x < rate).length
  for (let startMs = 0; ; startMs += minuteMs) {
    const endMs = startMs + minuteMs
    const metrics = { orders: { canary: [requests, events(rateOfB)], stable: [requests, events(rateOfA)] } }
    ;[worse, better] = [worse, better].map((state) => Judge.observe(state, { startMs, endMs, metrics })) as [
      Judge.WaveState,
      Judge.WaveState,
    ]
    const decided = decideExperiment({ worse, better }, experiment, 0, endMs)
    if (decided.kind === 'decided') return { ...decided, afterMs: endMs }
  }
}

describe('an experiment', () => {
  it('finds B better where it is, and B worse where it is, before its time is over', () => {
    expect(run(0.05, 0.08, 1)).toMatchObject({ outcome: 'b-better' })
    expect(run(0.08, 0.05, 2)).toMatchObject({ outcome: 'b-worse' })
    expect(run(0.05, 0.08, 1).afterMs).toBeLessThan(experiment.lasts)
  })

  it('finds no difference between two that are alike, at the very end, however often it looked', () => {
    const outcomes = Array.from({ length: 20 }, (_, seed) => run(0.05, 0.05, 100 + seed))
    expect(outcomes.filter(({ outcome }) => outcome !== 'no-difference').length).toBeLessThanOrEqual(1)
    expect(outcomes.find(({ outcome }) => outcome === 'no-difference')?.afterMs).toBe(experiment.lasts)
  })
})
