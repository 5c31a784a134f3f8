import { describe, expect, it } from 'vitest'
import { eventsToExclude, isExcluded, logExclusion } from './exclude.ts'
import { errorsGate, errorTicks, observed, sampleFacts } from './sample.ts'
import type { WaveState } from './wave.ts'

const five = { ratio: 5, missRate: 0.001 }
const base = 0.01

function excludes({ gate, metrics }: WaveState): boolean {
  const [metric] = gate.metrics
  const state = metrics.errors
  if (metric === undefined || state === undefined) throw new Error('no metric')
  return isExcluded(state, metric, five)
}

const wave = (seed: number, ticks: number, ratio: number): WaveState =>
  observed(errorTicks({ seed, ticks, ratio, base, rps: 1_000, share: 0.01 }), errorsGate({ lateTicks: 0 }), sampleFacts)

describe('excluding a harm', () => {
  it('succeeds for 97 of 100 harmless waves once as many events as planned would have come', () => {
    // One event per tick at this rate and share; φ of plain counts, as it is learnt, is about 1.3.
    const ticks = Math.ceil(eventsToExclude(five.ratio, five.missRate, 1.3))
    let excluded = 0
    for (let seed = 0; seed < 200; seed++) if (excludes(wave(seed, ticks, 1))) excluded += 1
    expect(excluded).toBeGreaterThanOrEqual(190)
  })

  it('never succeeds on a wave that is five times worse, however long it is looked at', () => {
    for (let seed = 0; seed < 200; seed++)
      for (const ticks of [5, 10, 20, 40]) expect(excludes(wave(seed, ticks, 5)), `${seed} ${ticks}`).toBe(false)
  })

  it('says nothing where the stable side has no events, or the metric is no count', () => {
    const { gate, metrics } = observed(errorTicks({ seed: 1, ticks: 20, base: 0 }), errorsGate(), sampleFacts)
    const [metric] = gate.metrics
    if (metric === undefined || metrics.errors === undefined) throw new Error('no metric')
    expect(logExclusion(metrics.errors, metric, 5)).toBe(0)
    const mean = errorsGate({ metrics: [{ id: 'errors', kind: 'mean' }] })
    const [latency] = mean.metrics
    const state = observed([], mean, sampleFacts).metrics.errors
    if (latency === undefined || state === undefined) throw new Error('no metric')
    expect(logExclusion(state, latency, 5)).toBe(0)
  })

  it('needs more events for a smaller ratio, a smaller miss and burstier events', () => {
    expect(eventsToExclude(2, 0.001, 1)).toBeGreaterThan(eventsToExclude(5, 0.001, 1))
    expect(eventsToExclude(5, 0.0001, 1)).toBeGreaterThan(eventsToExclude(5, 0.001, 1))
    expect(eventsToExclude(5, 0.001, 2)).toBeCloseTo(2 * eventsToExclude(5, 0.001, 1))
  })
})
