import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { gateSchema } from './gate.ts'
import { begin } from './observe.ts'
import { presets } from './presets.ts'
import { errorsGate, errorTicks, observed, sampleFacts, tickAt, tickMs } from './sample.ts'
import type { MetricTick, Tick } from './tick.ts'

const soakMs = 900_000
const repeat = (metric: MetricTick, ticks: number): Tick[] =>
  Array.from({ length: ticks }, (_, index) => tickAt(index, metric))

describe('harm', () => {
  it('is found in a tenfold release within two minutes, with its numbers in the sentence', () => {
    const verdict = decide(observed(errorTicks({ seed: 1, ticks: 12, ratio: 10 })), 12 * tickMs)
    expect(verdict).toMatchObject({
      outcome: 'harm',
      reason: 'evidence',
      metric: 'errors',
      blamed: ['errors'],
      needs: 100,
    })
    expect(verdict.sentence).toMatch(
      /^Harm: errors [\d.]+ % on [\d,]+ canary requests against [\d.]+ % on [\d,]+; e-value [\d.,]+, needs 100\.$/,
    )
  })

  it('is found where orders fail to come', () => {
    const gate = gateSchema.parse({ name: 'orders', metrics: [{ id: 'errors', harmIs: 'down' }] })
    const ticks = errorTicks({ seed: 2, ticks: 60, ratio: 0.4, base: 0.05 })
    expect(decide(observed(ticks, gate), 600_000)).toMatchObject({ outcome: 'harm', reason: 'evidence' })
    expect(decide(observed(errorTicks({ seed: 2, ticks: 60, ratio: 1, base: 0.05 }), gate), 600_000).outcome).not.toBe(
      'harm',
    )
  })

  it('convicts on every request failing only at the second tick', () => {
    const bad: MetricTick = { canary: [6, 6], stable: [600, 0] }
    const gate = errorsGate({ alpha: 1e-9 })
    expect(decide(observed(repeat(bad, 1), gate), tickMs).outcome).toBe('undecided')
    expect(decide(observed(repeat(bad, 2), gate), 2 * tickMs)).toMatchObject({
      outcome: 'harm',
      reason: 'all-requests-bad',
    })
  })

  it('skips the guardrail while the stable side fails as well', () => {
    const verdict = decide(observed(repeat({ canary: [100, 100], stable: [9_900, 9_000] }, 6)), 6 * tickMs)
    expect(verdict).toMatchObject({ outcome: 'undecided', reason: 'shared-incident' })
  })

  it('convicts a canary that had traffic and fell silent', () => {
    const ticks = [...errorTicks({ seed: 3, ticks: 10 }), tickAt(10, { canary: [0, 0], stable: [9_900, 9] })]
    expect(decide(observed(ticks), 11 * tickMs).outcome).toBe('undecided')
    const silent = [...ticks, tickAt(11, { canary: [0, 0], stable: [9_900, 9] })]
    expect(decide(observed(silent), 12 * tickMs)).toMatchObject({ outcome: 'harm', reason: 'canary-silent' })
  })

  it('convicts on a confirmed security signal', () => {
    const gate = gateSchema.parse({ name: 'security', metrics: [{ id: 'errors', guardrail: { anyEvents: 1 } }] })
    const quiet = { canary: [1_000, 0], stable: [99_000, 0] }
    const signal = { canary: [1_000, 1], stable: [99_000, 0] }
    const ticks = [tickAt(0, signal), tickAt(1, quiet), tickAt(2, signal), tickAt(3, signal)]
    expect(decide(observed(ticks.slice(0, 3), gate), 3 * tickMs).outcome).not.toBe('harm')
    expect(decide(observed(ticks, gate), 4 * tickMs)).toMatchObject({ outcome: 'harm', reason: 'signal' })
  })

  it('convicts above the ceiling that the stable side keeps, not where both break it', () => {
    const gate = gateSchema.parse({ name: 'ceiling', metrics: [{ id: 'errors', ceiling: 0.01 }] })
    const above = observed(repeat({ canary: [10_000, 130], stable: [10_000, 90] }, 60), gate, {
      ...sampleFacts,
      weightPercent: 50,
    })
    expect(decide(above, 60 * tickMs)).toMatchObject({ outcome: 'harm', reason: 'over-ceiling' })
    const both = observed(repeat({ canary: [10_000, 130], stable: [10_000, 110] }, 60), gate, {
      ...sampleFacts,
      weightPercent: 50,
    })
    expect(decide(both, 60 * tickMs).outcome).not.toBe('harm')
  })

  it('is never a difference smaller than the gate calls harm', () => {
    const ticks = errorTicks({ seed: 5, ticks: 90, rps: 20_000, base: 0.0001, ratio: 5 })
    const gate = (minimumHarm: number) => gateSchema.parse({ name: 'least', metrics: [{ id: 'errors', minimumHarm }] })
    expect(decide(observed(ticks, gate(0.001)), soakMs).outcome).not.toBe('harm')
    expect(decide(observed(ticks, gate(0.0001)), soakMs).outcome).toBe('harm')
  })
})

describe('safe', () => {
  it('comes no instant before the soak ends', () => {
    const state = observed(errorTicks({ seed: 6, ticks: 90, rps: 20_000 }))
    expect(decide(state, soakMs - 1)).toMatchObject({ outcome: 'undecided', reason: 'soaking', advice: 'wait' })
    expect(decide(state, soakMs)).toMatchObject({ outcome: 'safe', way: 'evidence', worstCase: null })
  })

  it('lets a small service move on where the worst case is affordable, and says what that is', () => {
    const facts = { ...sampleFacts, expectedRps: 100 }
    const verdict = decide(observed(errorTicks({ seed: 7, ticks: 90, rps: 100 }), errorsGate(), facts), soakMs)
    expect(verdict).toMatchObject({ outcome: 'safe', way: 'affordable-worst-case' })
    if (verdict.outcome !== 'safe' || verdict.worstCase === null) throw new Error('no worst case')
    const { excessRate, costRequests, grantedRequests } = verdict.worstCase
    expect(excessRate).toBeGreaterThan(0)
    expect(costRequests).toBeLessThanOrEqual(grantedRequests)
    // 1 % of what an objective of 99.9 % leaves of 30 days at 100 requests a second.
    expect(grantedRequests).toBeCloseTo(0.01 * 0.001 * 100 * 30 * 86_400, -1)
  })

  it('is not bought from a spent budget, nor from none', () => {
    const ticks = errorTicks({ seed: 7, ticks: 90, rps: 100 })
    const { errorBudget, ...noBudget } = sampleFacts
    const spent = { ...sampleFacts, errorBudget: { ...errorBudget, objective: 0.999, remainingShare: 0 } }
    for (const facts of [noBudget, spent]) {
      const verdict = decide(observed(ticks, errorsGate(), { ...facts, expectedRps: 100 }), soakMs)
      expect(verdict).toMatchObject({ outcome: 'undecided', reason: 'worst-case-too-dear', advice: 'wait' })
    }
  })

  it('waits where the gate wants a ratio excluded that the wave can exclude', () => {
    const gate = errorsGate({ worstCase: { mustExclude: { ratio: 5, missRate: 0.001 } } })
    const ticks = errorTicks({ seed: 8, ticks: 90, rps: 200, base: 0.002 })
    const verdict = decide(observed(ticks, gate, { ...sampleFacts, expectedRps: 200 }), soakMs)
    expect(verdict).toMatchObject({ outcome: 'undecided', reason: 'not-proven' })
    if (verdict.outcome === 'undecided') expect(verdict.need.requests).toBeGreaterThan(0)
  })

  it('is not bought while there are signs of harm', () => {
    const ticks = repeat({ canary: [20, 0], stable: [1_980, 10] }, 5).concat([
      tickAt(5, { canary: [20, 3], stable: [1_980, 10] }),
      tickAt(6, { canary: [20, 2], stable: [1_980, 10] }),
    ])
    const facts = { ...sampleFacts, soakMs: 7 * tickMs, expectedRps: 200 }
    const verdict = decide(observed(ticks, errorsGate(), facts), 7 * tickMs)
    expect(verdict).toMatchObject({ outcome: 'undecided', reason: 'suspicion' })
    expect(verdict.findings[0]?.eValue).toBeLessThan(100)
  })

  it('asks for the fewest requests before anything else', () => {
    const ticks = repeat({ canary: [2, 0], stable: [198, 0] }, 9)
    const facts = { ...sampleFacts, soakMs: 9 * tickMs, expectedRps: 20 }
    expect(decide(observed(ticks, errorsGate(), facts), 9 * tickMs)).toMatchObject({
      outcome: 'undecided',
      reason: 'too-little-data',
      need: { requests: 2 },
    })
  })
})

describe('long undecided', () => {
  const ticks = errorTicks({ seed: 9, ticks: 900, rps: 100 })
  const { errorBudget: _none, ...facts } = sampleFacts
  const adviceOf = (action: 'hold' | 'extend' | 'ask' | 'synthetic', nowMs: number) => {
    const gate = errorsGate({ undecided: { action, extendSoaks: 2 } })
    const verdict = decide(observed(ticks.slice(0, nowMs / tickMs), gate, { ...facts, expectedRps: 100 }), nowMs)
    return verdict.outcome === 'undecided' ? verdict.advice : verdict.outcome
  }

  it.each(['hold', 'ask', 'synthetic'] as const)('says %s as soon as the soak is over', (action) => {
    expect(adviceOf(action, soakMs - tickMs)).toBe('wait')
    expect(adviceOf(action, soakMs)).toBe(action)
  })

  it.each([
    ['extend', 'wait'],
    ['synthetic', 'synthetic'],
  ] as const)('%s goes on up to the limit and then asks, and never promotes', (action, before) => {
    expect(adviceOf(action, 3 * soakMs - tickMs)).toBe(before)
    expect(adviceOf(action, 3 * soakMs)).toBe('ask')
  })

  it('says until when, and how many generated requests it would take', () => {
    const gate = errorsGate({ undecided: { action: 'synthetic', extendSoaks: 2 } })
    const verdict = decide(observed(ticks.slice(0, 90), gate, { ...facts, expectedRps: 100 }), soakMs)
    expect(verdict).toMatchObject({ advice: 'synthetic', adviceUntilMs: 3 * soakMs })
    expect(verdict.sentence).toMatch(/ [\d,]+ generated canary requests are asked for\.$/)
  })

  it('asks nobody while stable and canary fail together', () => {
    const failing = repeat({ canary: [100, 50], stable: [900, 450] }, 90)
    const gate = errorsGate({ undecided: { action: 'ask' } })
    expect(decide(observed(failing, gate, facts), soakMs)).toMatchObject({ reason: 'shared-incident', advice: 'hold' })
  })
})

describe('blind', () => {
  it('is what no ticks at all are, after six ticks and not before', () => {
    const state = begin(errorsGate(), sampleFacts)
    expect(decide(state, 6 * tickMs - 1).outcome).toBe('undecided')
    expect(decide(state, 6 * tickMs)).toMatchObject({ outcome: 'blind', reason: 'no-ticks', metric: 'errors' })
  })

  it.each(['source-down', 'throttled', 'wrong-dimension', 'no-data', 'bad-query'] as const)('names %s', (missing) => {
    expect(decide(observed(repeat({ missing }, 90)), soakMs)).toMatchObject({ outcome: 'blind', reason: missing })
  })

  it.each<[string, MetricTick]>([
    ['not-a-number', { canary: [100, Number.NaN], stable: [9_900, 1] }],
    ['negative', { canary: [100, -1], stable: [9_900, 1] }],
    ['more-events-than-requests', { canary: [100, 101], stable: [9_900, 1] }],
    ['no-traffic', { canary: [0, 0], stable: [0, 0] }],
    ['no-stable-traffic', { canary: [100, 0], stable: [0, 0] }],
    ['no-canary-traffic', { canary: [0, 0], stable: [9_900, 1] }],
    ['arms-identical', { canary: [100, 1], stable: [100, 1] }],
    ['traffic-share-off', { canary: [5_000, 5], stable: [5_000, 6] }],
  ])('names %s', (reason, metric) => {
    expect(decide(observed(repeat(metric, 90)), soakMs)).toMatchObject({ outcome: 'blind', reason })
  })

  it('is what a source is that dies after a good start', () => {
    const ticks = errorTicks({ seed: 10, ticks: 90, rps: 20_000 })
    expect(decide(observed(ticks), soakMs).outcome).toBe('safe')
    const verdict = decide(observed(ticks.slice(0, 84)), soakMs)
    expect(verdict).toMatchObject({ outcome: 'blind', reason: 'no-ticks' })
  })

  it('bears a fifth of the ticks missing, and not more than half', () => {
    const ticks = errorTicks({ seed: 11, ticks: 90, rps: 20_000 })
    const holes = (every: (index: number) => boolean): Tick[] =>
      ticks.map((tick, index) => (every(index) ? tickAt(index, { missing: 'no-data' }) : tick))
    expect(decide(observed(holes((index) => index % 5 === 0)), soakMs).outcome).toBe('safe')
    expect(decide(observed(holes((index) => index % 3 !== 0)), soakMs)).toMatchObject({
      outcome: 'blind',
      reason: 'sparse',
    })
  })

  it('does not come from an advisory metric', () => {
    const gate = gateSchema.parse({ name: 'two', metrics: [{ id: 'errors' }, { id: 'other', weight: 'advisory' }] })
    expect(decide(observed(errorTicks({ seed: 12, ticks: 90, rps: 20_000 }), gate), soakMs).outcome).toBe('safe')
  })

  it('is a wave at 100 % without a ceiling or a reference, and not one with', () => {
    const ticks = repeat({ canary: [10_000, 8], stable: [0, 0] }, 90)
    const facts = { ...sampleFacts, weightPercent: 100, nextWeightPercent: null }
    expect(decide(observed(ticks, errorsGate(), facts), soakMs)).toMatchObject({
      outcome: 'blind',
      reason: 'no-control',
    })
    const carry = { dispersion: {}, reference: { errors: 0.001 } }
    expect(decide(observed(ticks, errorsGate(), { ...facts, carry }), soakMs).outcome).toBe('safe')
    const bad = repeat({ canary: [10_000, 60], stable: [0, 0] }, 20)
    expect(decide(observed(bad, errorsGate(), { ...facts, carry }), 20 * tickMs).outcome).toBe('harm')
  })
})

describe('presets', () => {
  it('start every wave blind, and never safe without data', () => {
    for (const gate of Object.values(presets))
      expect(decide(begin(gate, sampleFacts), 10 * soakMs).outcome).toBe('blind')
  })
})
