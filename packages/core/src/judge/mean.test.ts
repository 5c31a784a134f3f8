import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { decide } from './decide.ts'
import { type Gate, gateSchema } from './gate.ts'
import { errorsGate, observed, sampleFacts, tickAt, tickMs } from './sample.ts'
import type { Tick } from './tick.ts'

/** Latencies in `unit`s of a millisecond: log-normal arms whose level wanders with correlation `rho`. */
function latencyTicks(seed: number, ticks: number, ratio: number, unit = 1, rho = 0): Tick[] {
  const random = seededRandom(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  const levels = [0, 0]
  const arm = (place: number, requests: number, factor: number): number[] => {
    const level = rho * (levels[place] ?? 0) + 0.03 * Math.sqrt(1 - rho * rho) * normal()
    levels[place] = level
    const mean = 100 * unit * factor * Math.exp(level + normal() / Math.sqrt(requests))
    return [requests, requests * mean, requests * mean * mean]
  }
  return Array.from({ length: ticks }, (_, index) =>
    tickAt(index, { canary: arm(0, 100, ratio), stable: arm(1, 9_900, 1) }),
  )
}

const latencyGate = (minimumHarm: number, kind: 'mean' | 'bounded' = 'mean', top = 1_000): Gate =>
  gateSchema.parse({ name: 'latency', metrics: [{ id: 'errors', kind, minimumHarm, range: [0, top] }] })

describe('a mean', () => {
  it('twice as high is harm, the same is not', () => {
    expect(decide(observed(latencyTicks(1, 90, 2), latencyGate(5)), 900_000)).toMatchObject({
      outcome: 'harm',
      metric: 'errors',
    })
    expect(decide(observed(latencyTicks(1, 90, 1), latencyGate(5)), 900_000).outcome).toBe('safe')
  })

  it('from 5 ms to 10 ms is no harm where the gate starts at 20 ms', () => {
    const ticks = latencyTicks(2, 90, 2, 0.05)
    expect(decide(observed(ticks, latencyGate(20)), 900_000).outcome).not.toBe('harm')
    expect(decide(observed(ticks, latencyGate(1)), 900_000).outcome).toBe('harm')
  })

  it('gives the same verdict in every unit', () => {
    const units = [1e-9, 1e-6, 1e-3, 0.01, 0.1, 1, 10, 60, 1e3, 3.6e6, 1e6, 1e9]
    fc.assert(
      fc.property(fc.nat({ max: 1_000 }), fc.constantFrom(1, 1.1, 1.5), (seed, ratio) => {
        const outcomes = units.map((unit) => {
          const state = observed(latencyTicks(seed, 60, ratio, unit), latencyGate(2 * unit))
          const { outcome, reason, findings } = decide(state, 900_000)
          const [finding] = findings
          return [outcome, reason, finding?.eValue.toPrecision(2), finding?.ratio?.toPrecision(3)].join()
        })
        expect(new Set(outcomes).size).toBe(1)
      }),
      { numRuns: 25, seed: 1 },
    )
  })

  it('is left alone while both arms wander by themselves', () => {
    let alarms = 0
    for (let seed = 0; seed < 100; seed++)
      if (observed(latencyTicks(seed, 120, 1, 1, 0.6), latencyGate(0)).conviction !== null) alarms += 1
    expect(alarms).toBeLessThanOrEqual(2)
  })

  it('proves nothing in fewer than twenty ticks, nor where nothing varies', () => {
    expect(observed(latencyTicks(3, 19, 5), latencyGate(0)).conviction).toBeNull()
    const constant = Array.from({ length: 90 }, (_, index) =>
      tickAt(index, { canary: [100, 100, 100], stable: [9_900, 9_900, 9_900] }),
    )
    expect(decide(observed(constant, latencyGate(0)), 900_000).outcome).not.toBe('harm')
  })
})

describe('a bounded mean', () => {
  it('convicts a score that falls, and not one that stays', () => {
    const gate = gateSchema.parse({
      name: 'score',
      metrics: [{ id: 'errors', kind: 'bounded', harmIs: 'down', range: [1, 5] }],
    })
    const scores = (canary: number): Tick[] =>
      Array.from({ length: 90 }, (_, index) => {
        const wobble = 0.2 * Math.sin(index * 2.1)
        return tickAt(index, { canary: [100, 100 * (canary + wobble)], stable: [9_900, 9_900 * (4.2 - wobble)] })
      })
    expect(decide(observed(scores(2.5), gate), 900_000).outcome).toBe('harm')
    expect(decide(observed(scores(4.2), gate), 900_000).outcome).toBe('safe')
    const outside = observed(scores(9), gate)
    expect(decide(outside, 900_000)).toMatchObject({ outcome: 'blind', reason: 'out-of-range' })
  })

  it('gives the same verdict in every unit', () => {
    const verdicts = [0.001, 1, 1_000].map((unit) => {
      const state = observed(latencyTicks(4, 60, 3, unit), latencyGate(unit, 'bounded', 1_000 * unit))
      return decide(state, 60 * tickMs).findings[0]?.eValue.toPrecision(3)
    })
    expect(new Set(verdicts).size).toBe(1)
  })
})

describe('counts', () => {
  it('are judged the same whatever the size of the fleet beside a fixed share', () => {
    const { expectedRps: _rps, ...facts } = sampleFacts
    const state = observed(
      [tickAt(0, { canary: [100, 9], stable: [9_900, 9] }), tickAt(1, { canary: [100, 9], stable: [9_900, 9] })],
      errorsGate(),
      {
        ...facts,
        expectedRps: 5,
      },
    )
    expect(state.conviction ?? decide(state, 20_000).outcome).toBe('harm')
  })
})
