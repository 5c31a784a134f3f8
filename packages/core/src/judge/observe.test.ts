import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { begin, isHarmful, observe } from './observe.ts'
import { errorsGate, errorTicks, observed, sampleFacts, tickAt, tickMs } from './sample.ts'
import type { Tick } from './tick.ts'

/** Moves each tick back by at most `window` places and sends some of them twice: what late and repeated arrivals do. */
function disturbed(
  ticks: readonly Tick[],
  delays: readonly number[],
  twice: readonly boolean[],
  window: number,
): Tick[] {
  return ticks
    .flatMap((tick, index) => {
      const arrival = index + ((delays[index] ?? 0) % (window + 1))
      const once = [{ tick, arrival }]
      return twice[index] === true ? [...once, { tick, arrival: index + window * 0.9 }] : once
    })
    .sort((a, b) => a.arrival - b.arrival)
    .map(({ tick }) => tick)
}

describe('taking ticks in', () => {
  it('gives the same verdict under any order, duplication and lateness within the window', () => {
    const delays = fc.array(fc.nat({ max: 2 }), { minLength: 40, maxLength: 40 })
    const twice = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })
    fc.assert(
      fc.property(fc.nat({ max: 1_000 }), fc.constantFrom(1, 3, 10), delays, twice, (seed, ratio, late, repeated) => {
        const ticks = errorTicks({ seed, ticks: 40, ratio })
        const straight = decide(observed(ticks), 900_000)
        expect(decide(observed(disturbed(ticks, late, repeated, 2)), 900_000)).toEqual(straight)
      }),
      { numRuns: 60, seed: 4 },
    )
  })

  it('counts what it drops: late, repeated and outside ticks', () => {
    const ticks = errorTicks({ seed: 1, ticks: 10 })
    const before = tickAt(-1, { canary: [100, 50], stable: [9_900, 1] })
    const backwards = { startMs: 5, endMs: 5, metrics: {} }
    const late = tickAt(0, { canary: [100, 100], stable: [9_900, 1] })
    const state = observed([...ticks, ticks[9] ?? late, late, before, backwards])
    expect(state).toMatchObject({ duplicates: 1, late: 1, outside: 2, conviction: null })
  })

  it('believes the fuller of two ticks for the same time, whichever comes first', () => {
    const poor = tickAt(0, { missing: 'source-down' })
    const rich = tickAt(0, { canary: [100, 1], stable: [9_900, 3] })
    expect(observed([poor, rich]).held).toEqual([rich])
    expect(observed([rich, poor]).held).toEqual([rich])
  })

  it('does not change the state it is given', () => {
    const state = Object.freeze(begin(errorsGate(), sampleFacts))
    const text = JSON.stringify(state)
    observe(state, tickAt(0, { canary: [100, 1], stable: [9_900, 3] }))
    expect(JSON.stringify(state)).toBe(text)
  })

  it('survives being stored as JSON after every tick', () => {
    const ticks = errorTicks({ seed: 6, ticks: 60, ratio: 2 })
    const stored = ticks.reduce(
      (state, tick) => JSON.parse(JSON.stringify(observe(state, tick))),
      begin(errorsGate(), sampleFacts),
    )
    expect(stored).toEqual(JSON.parse(JSON.stringify(observed(ticks))))
  })

  it('keeps its state small however long it watches', () => {
    const state = observed(errorTicks({ seed: 2, ticks: 2_000, rps: 100_000, base: 0.0123 }))
    expect(JSON.stringify(state.metrics.errors).length + JSON.stringify(state.held).length).toBeLessThan(2_048)
  })

  it('does not take a conviction back', () => {
    const bad = errorTicks({ seed: 3, ticks: 30, ratio: 20 })
    const good = errorTicks({ seed: 4, ticks: 400, ratio: 0.1 }).slice(30)
    expect(isHarmful(observed([...bad, ...good]))).toBe(true)
  })

  it('judges fewer bad canary requests never more harshly', () => {
    const seeds = fc.nat({ max: 5_000 })
    fc.assert(
      fc.property(seeds, fc.nat({ max: 29 }), (seed, place) => {
        const ticks = errorTicks({ seed, ticks: 30, ratio: 3 })
        const better = ticks.map((tick, index) => {
          const metric = tick.metrics.errors
          if (index !== place || metric === undefined || 'missing' in metric) return tick
          return tickAt(index, { ...metric, canary: [metric.canary[0] ?? 0, 0] })
        })
        const [worse, milder] = [observed(ticks), observed(better)]
        expect(milder.metrics.errors?.canary[1]).toBeLessThanOrEqual(worse.metrics.errors?.canary[1] ?? 0)
        const safeOf = (state: typeof worse): number => decide(state, 300_000).findings[0]?.ratio ?? 0
        expect(safeOf(milder)).toBeLessThanOrEqual(safeOf(worse))
      }),
      { numRuns: 40, seed: 5 },
    )
  })

  it('takes a tick that begins with the wave, and none that begins before', () => {
    const state = begin(errorsGate(), { ...sampleFacts, startMs: 5 * tickMs })
    expect(observe(state, tickAt(5, { missing: 'no-data' })).held).toHaveLength(1)
    expect(observe(state, tickAt(4, { missing: 'no-data' })).outside).toBe(1)
  })
})
