import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { Answers } from './answer.ts'
import { type Behaviour, parseBehaviour } from './behaviour.ts'

function draw(behaviour: Partial<Behaviour>, count: number, upMs = 0, seed = 7) {
  const parsed = parseBehaviour(behaviour)
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.join())
  const answers = new Answers(parsed.behaviour, seededRandom(seed))
  return Array.from({ length: count }, () => answers.next(true, upMs))
}
const errors = (answers: ReturnType<typeof draw>) => answers.filter(({ statusCode }) => statusCode === 500).length

describe('Answers', () => {
  test('the same seed gives the same answers', () => {
    expect(draw({ errorRate: 0.1 }, 50)).toEqual(draw({ errorRate: 0.1 }, 50))
  })

  test.each([1, 5])('an error rate of 4 %% stays 4 %% in bursts of %d', (errorBurst) => {
    const share = errors(draw({ errorRate: 0.04, errorBurst }, 50_000)) / 50_000
    expect(share).toBeGreaterThan(0.035)
    expect(share).toBeLessThan(0.045)
  })

  test('rates of 0 and 1 are never and always', () => {
    expect(errors(draw({ errorRate: 0 }, 1_000))).toBe(0)
    expect(errors(draw({ errorRate: 1, errorBurst: 3 }, 1_000))).toBe(1_000)
  })

  test('the median latency is the one asked for', () => {
    const latencies = draw({ latencyMs: 20 }, 2_001)
      .map(({ latencyMs }) => latencyMs)
      .sort((a, b) => a - b)
    expect(latencies[1_000]).toBeGreaterThan(19)
    expect(latencies[1_000]).toBeLessThan(21)
  })

  test('a degraded version errs from the instant on, not before', () => {
    const behaviour = { degradesAfterMs: 1_000, degradedErrorRate: 1 }
    expect(errors(draw(behaviour, 10, 999))).toBe(0)
    expect(errors(draw(behaviour, 10, 1_000))).toBe(10)
  })

  test('orders are taken at their rate, with a value', () => {
    const taken = draw({ orderRate: 0.5, orderCents: 1_000 }, 4_000).filter(({ statusCode }) => statusCode === 201)
    expect(taken.length).toBeGreaterThan(1_850)
    expect(taken.length).toBeLessThan(2_150)
    expect(taken.every(({ orderCents = 0 }) => orderCents >= 500 && orderCents <= 1_500)).toBe(true)
  })
})
