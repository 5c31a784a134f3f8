import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { decide } from './decide.ts'
import { type GateInput, gateSchema } from './gate.ts'
import { errorTicks, observed, sampleFacts, tickAt, tickMs } from './sample.ts'
import type { MetricTick } from './tick.ts'

const { errorBudget: _, ...facts } = sampleFacts

function undecided(metric: GateInput['metrics'][number], ticks: readonly MetricTick[]) {
  const gate = gateSchema.parse({ name: 'need', metrics: [metric] })
  const wave = ticks.map((tick, index) => tickAt(index, tick, metric.id))
  const verdict = decide(observed(wave, gate, facts), ticks.length * tickMs)
  if (verdict.outcome !== 'undecided') throw new Error(verdict.sentence)
  return verdict
}

/** Values around 100 in both arms, a tick's mean of the canary `worse` higher and off by up to `spread`. */
function means(count: number, { worse = 0, spread = 10 } = {}): MetricTick[] {
  const random = seededRandom(5)
  const off = (): number => spread * (random.next() + random.next() - 1)
  return Array.from({ length: count }, () => ({
    canary: [100, 100 * (100 + worse + off()), 100 * 20_000],
    stable: [9_900, 9_900 * 100, 9_900 * 20_000],
  }))
}

describe('what an undecided wave needs', () => {
  it('is told of a count without any event yet as a share of its requests', () => {
    const { need, sentence } = undecided(
      { id: 'errors' },
      Array.from({ length: 30 }, () => ({ canary: [100, 0], stable: [9_900, 0] })),
    )
    expect(need.detectableRatio).toBeNull()
    expect(need.detectableChange).toBeGreaterThan(0)
    expect(need.detectableChange).toBeLessThan(0.01)
    expect(sentence).toMatch(/this soak finds 0\.\d+ % of requests or worse/)
  })

  it('is told as days where a small service has only the stable side to show a rate', () => {
    const ticks = Array.from({ length: 90 }, (_, index) => ({
      canary: [index % 10 === 0 ? 1 : 0, 0],
      stable: [10, index === 45 ? 1 : 0],
    }))
    const { need, sentence } = undecided({ id: 'errors' }, ticks)
    expect(need.minutes).toBeGreaterThan(24 * 60)
    expect(sentence).toMatch(/about [\d,]+ hours/)
  })

  it('is told of a mean in its own unit, and as the ticks that it is short of', () => {
    const metric = { id: 'latency', kind: 'mean', minimumHarm: 0 } as const
    const early = undecided(metric, means(10))
    expect(early.need).toMatchObject({ requests: 1_000, minutes: 1.67, detectableRatio: null })
    const later = undecided(metric, means(40, { spread: 40 }))
    expect(later.need.detectableChange).toBeGreaterThan(1)
    expect(later.need.detectableChange).toBeLessThan(40)
    expect(later.sentence).toMatch(/this soak finds a change of [\d.]+ or worse/)
  })

  it('finds a change in a mean of the size that it told', () => {
    const metric = { id: 'latency', kind: 'mean', minimumHarm: 0 } as const
    const { need } = undecided(metric, means(40, { spread: 40 }))
    const worse = 1.3 * Number(need.detectableChange)
    const gate = gateSchema.parse({ name: 'need', metrics: [metric] })
    const wave = means(90, { spread: 40, worse }).map((tick, index) => tickAt(index, tick, metric.id))
    expect(observed(wave, gate, facts).conviction).not.toBeNull()
  })

  it('is told of a bounded value in its own range', () => {
    const ticks = Array.from({ length: 40 }, () => ({ canary: [100, 400], stable: [9_900, 39_600] })).slice(0, 6)
    const { need } = undecided({ id: 'score', kind: 'bounded', range: [1, 5], harmIs: 'down', minimumHarm: 0.1 }, ticks)
    expect(need.requests).toBeGreaterThan(0)
    expect(need.detectableChange).toBeGreaterThan(0.1)
    expect(need.detectableChange).toBeLessThan(4)
  })

  it('is said in every undecided verdict', () => {
    for (const ticks of [1, 3, 20, 60, 89])
      expect(
        undecided(
          { id: 'errors' },
          errorTicks({ seed: 3, ticks }).map(({ metrics }) => metrics.errors ?? { missing: 'no-data' }),
        ).sentence,
      ).toMatch(
        /(needs about .* more canary requests|how much more it needs cannot be told yet|it has the requests that it needs).*(this soak finds|could find cannot be told)/,
      )
  })
})
