import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs, secondMs } from '../clock.ts'
import { decide } from './decide.ts'
import { calmTickMs, longestTickMs, nextLookMs } from './pace.ts'
import { errorsGate, errorTicks, observed, sampleFacts, tickAt } from './sample.ts'
import { waveFactsSchema } from './wave.ts'

const facts = waveFactsSchema.parse({ ...sampleFacts, soakMs: 24 * hourMs })
const healthy = (ticks: number) => observed(errorTicks({ seed: 3, ticks }), errorsGate(), facts)

describe('the pace of a wave', () => {
  it.each([
    [0, 10],
    [5 * minuteMs, 10],
    [399 * secondMs, 10],
    [400 * secondMs, 20],
    [20 * minuteMs, 60],
    [40 * minuteMs, 120],
    [24 * hourMs, 120],
  ])('after %d ms is a tick of %d s', (soakedMs, seconds) => {
    expect(calmTickMs(facts, soakedMs)).toBe(seconds * secondMs)
  })

  it('is never more than a twentieth of the time watched, nor more than two minutes, nor less than a tick', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 48 * hourMs }), fc.constantFrom(10, 60, 300), (atMs, tickSec) => {
        const tickMs = tickSec * secondMs
        const found = calmTickMs({ startMs: 0, tickMs }, atMs)
        expect(found).toBeGreaterThanOrEqual(tickMs)
        expect(found % tickMs).toBe(0)
        if (found > tickMs) expect(found).toBeLessThanOrEqual(Math.min(atMs / 20, longestTickMs))
      }),
    )
  })

  it('looks again at the very end of the soak, and no sooner', () => {
    const state = observed(errorTicks({ seed: 3, ticks: 90 }), errorsGate(), { ...facts, soakMs: 910 * secondMs })
    const nowMs = 900 * secondMs
    expect(nextLookMs(state.facts, decide(state, nowMs), nowMs)).toBe(910 * secondMs)
    const atEnd = decide(state, 910 * secondMs)
    expect(nextLookMs(state.facts, atEnd, 910 * secondMs)).toBeGreaterThan(910 * secondMs)
  })

  it('goes back to short ticks on signs of harm, blindness and incidents', () => {
    const nowMs = hourMs
    const calm = decide(healthy(360), nowMs)
    expect(nextLookMs(facts, calm, nowMs) - nowMs).toBe(90 * secondMs)
    const blind = decide(healthy(300), nowMs)
    expect(blind.outcome).toBe('blind')
    expect(nextLookMs(facts, blind, nowMs) - nowMs).toBe(5 * secondMs)
    const bad = { canary: [100, 2], stable: [9_900, 10] }
    const suspicious = decide(observed([tickAt(0, bad)], errorsGate(), facts), 10 * secondMs)
    expect(suspicious.outcome).toBe('undecided')
    expect(nextLookMs({ ...facts, startMs: 10_000 - hourMs }, suspicious, 10_000) - 10_000).toBe(5 * secondMs)
  })
})
