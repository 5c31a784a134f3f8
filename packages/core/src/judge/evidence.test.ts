import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { evidenceUnreadable, packEvidence, packTick, replay, storedTick } from './evidence.ts'
import { errorsGate, errorTicks, observed, sampleFacts, tickAt } from './sample.ts'
import type { Tick } from './tick.ts'
import { waveFactsSchema } from './wave.ts'

const facts = waveFactsSchema.parse(sampleFacts)
const gate = errorsGate()

describe('evidence', () => {
  it.each<[string, Tick[], number]>([
    ['harm', errorTicks({ seed: 1, ticks: 30, ratio: 10 }), 300_000],
    ['safe', errorTicks({ seed: 2, ticks: 90 }), 900_000],
    ['undecided', errorTicks({ seed: 3, ticks: 30 }), 300_000],
    [
      'blind',
      [
        tickAt(0, { missing: 'throttled', detail: 'Rate exceeded' }),
        tickAt(1, { canary: [Number.NaN, 1], stable: [1, 1] }),
      ],
      900_000,
    ],
  ])('replays a verdict of %s byte for byte', (outcome, ticks, nowMs) => {
    const live = decide(observed(ticks.map((tick) => storedTick(gate, tick))), nowMs)
    expect(live.outcome).toBe(outcome)
    const evidence = packEvidence(
      gate,
      facts,
      ticks.map((tick) => packTick(gate, tick)),
      nowMs,
    )
    expect(JSON.stringify(replay(evidence))).toBe(JSON.stringify(live))
  })

  it('is compact', () => {
    const evidence = packEvidence(gate, facts, errorTicks({ seed: 1, ticks: 90 }), 900_000)
    expect(evidence.length).toBeLessThan(90 * 40 + 2_000)
  })

  it('says which line it cannot read', () => {
    const good = packEvidence(gate, facts, errorTicks({ seed: 1, ticks: 3 }), 900_000)
    for (const bad of ['', '{"format":"other"}', `${good}[1,2]`, `${good}{`, good.replace('[0,10000', '["0",10000')]) {
      expect(() => replay(bad)).toThrow(/^line \d+ of the evidence cannot be read/)
      try {
        replay(bad)
      } catch (error) {
        expect(evidenceUnreadable.is(error)).toBe(true)
      }
    }
  })
})
