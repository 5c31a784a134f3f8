/** A watched release is taken back on harm that a second tick bears out, and on nothing else. */
import { describe, expect, it, test } from 'vitest'
import { dayMs } from '../clock.ts'
import { Judge } from '../judge/index.ts'
import { seededRandom } from '../random.ts'
import { decideWatch, tickIsHarm, tickMs, type WatchFacts, watchGate } from './decide.ts'

const gate = watchGate(Judge.gateSchema.parse({ name: 'errors', metrics: [{ id: 'errors', ceiling: 0.01 }] }), dayMs)
const begin = (startMs: number) =>
  Judge.begin(gate, { weightPercent: 100, startMs, soakMs: 0, tickMs, expectedRps: 100 })
const tickAt = (startMs: number, requests: number, events: number): Judge.Tick => ({
  startMs,
  endMs: startMs + tickMs,
  metrics: { errors: { canary: [requests, events], stable: [0, 0] } },
})
const harmful = Judge.decide(
  [0, 1, 2, 3].map((at) => tickAt(at * tickMs, 2_000, 400)).reduce(Judge.observe, begin(0)),
  4 * tickMs,
)
const calm = Judge.decide(Judge.observe(begin(0), tickAt(0, 2_000, 2)), tickMs)
const blind = Judge.decide(begin(0), 20 * tickMs)

const facts = (more: Partial<WatchFacts> = {}): WatchFacts => ({
  watch: { startedAtMs: 0, endsAtMs: dayMs, harmTicks: 0, seenAtMs: 0, blindTold: false },
  release: { state: 'completed', version: 'v2' },
  serving: 'v2',
  heldByAnother: false,
  verdict: calm,
  tickIsHarm: false,
  ...more,
})

describe('a watch', () => {
  it('takes back on the second tick of harm, not on the first, and not where the tick is fine again', () => {
    expect(harmful.outcome).toBe('harm')
    const first = decideWatch(facts({ verdict: harmful, tickIsHarm: true }), 1)
    expect(first).toMatchObject({ kind: 'go-on', harmTicks: 1, restart: false })
    const watch = { ...facts().watch, harmTicks: 1 }
    expect(decideWatch(facts({ watch, verdict: harmful, tickIsHarm: true }), 2).kind).toBe('breach')
    expect(decideWatch(facts({ watch, verdict: harmful, tickIsHarm: false }), 2)).toMatchObject({
      kind: 'go-on',
      harmTicks: 0,
      restart: true,
    })
  })

  it('is over at the very instant of its end, and a breach at that instant is a breach', () => {
    expect(decideWatch(facts(), dayMs - 1).kind).toBe('go-on')
    expect(decideWatch(facts(), dayMs)).toMatchObject({ kind: 'end', outcome: 'over' })
    const watch = { ...facts().watch, harmTicks: 1 }
    expect(decideWatch(facts({ watch, verdict: harmful, tickIsHarm: true }), dayMs).kind).toBe('breach')
  })

  test.each([
    ['a newer version that serves', { serving: 'v3' }, { kind: 'end', outcome: 'replaced' }],
    ['a rollback', { release: { state: 'rolling-back', version: 'v2' } }, { kind: 'end', outcome: 'taken-back' }],
    ['a release that holds the target', { heldByAnother: true }, { kind: 'pause' }],
  ] as const)('gives way to %s, even on harm', (_, more, expected) => {
    const watch = { ...facts().watch, harmTicks: 1 }
    expect(decideWatch(facts({ watch, verdict: harmful, tickIsHarm: true, ...more }), 2)).toMatchObject(expected)
  })

  it('tells once that it sees nothing, and never takes anything back for it', () => {
    expect(blind.outcome).toBe('blind')
    expect(decideWatch(facts({ verdict: blind }), 599_999)).toMatchObject({ kind: 'go-on', tellBlind: false })
    expect(decideWatch(facts({ verdict: blind }), 600_000)).toMatchObject({ kind: 'go-on', tellBlind: true })
    const watch = { ...facts().watch, blindTold: true }
    expect(decideWatch(facts({ watch, verdict: blind }), 700_000)).toMatchObject({ kind: 'go-on', tellBlind: false })
  })
})

describe('one tick', () => {
  it('is harm above the ceiling only, and never without a number', () => {
    const state = begin(0)
    expect(tickIsHarm(state, tickAt(0, 1_000, 11))).toBe(true)
    expect(tickIsHarm(state, tickAt(0, 1_000, 10))).toBe(false)
    expect(tickIsHarm(state, tickAt(0, 0, 0))).toBe(false)
    expect(tickIsHarm(state, undefined)).toBe(false)
    expect(tickIsHarm(state, { startMs: 0, endMs: 1, metrics: { errors: { missing: 'no-data' } } })).toBe(false)
  })
})

/** Ticks of a version whose error rate changes at an instant; gives when it would be taken back. */
function breachOf(rateAt: (atMs: number) => number, untilMs: number, seed: number): number | undefined {
  const random = seededRandom(seed)
  let state = begin(0)
  let harmTicks = 0
  for (let atMs = 0; atMs < untilMs; atMs += tickMs) {
    const requests = 2_000
    let events = 0
    for (let index = 0; index < requests; index++) if (random.next() < rateAt(atMs)) events++
    const tick = tickAt(atMs, requests, events)
    state = Judge.observe(state, tick)
    const nowMs = atMs + tickMs
    const verdict = Judge.decide(state, nowMs)
    const watch = { ...facts().watch, harmTicks, seenAtMs: nowMs }
    const decision = decideWatch(facts({ watch, verdict, tickIsHarm: tickIsHarm(state, tick) }), nowMs)
    if (decision.kind === 'breach') return nowMs
    if (decision.kind !== 'go-on') return undefined
    harmTicks = decision.harmTicks
    if (decision.restart) state = begin(nowMs)
  }
  return undefined
}

describe('hours of health', () => {
  it('do not hide what begins after them: five times the ceiling is found within three minutes', () => {
    const onsetMs = 2 * 3_600_000
    for (const seed of [1, 2, 3]) {
      const breachMs = breachOf((atMs) => (atMs < onsetMs ? 0.002 : 0.05), onsetMs + 600_000, seed) ?? Number.NaN
      expect(breachMs - onsetMs).toBeGreaterThan(0)
      expect(breachMs - onsetMs).toBeLessThanOrEqual(180_000)
    }
  })

  it('right below the ceiling take nothing back', () => {
    for (const seed of [4, 5]) expect(breachOf(() => 0.009, 4 * 3_600_000, seed)).toBeUndefined()
  })
})
