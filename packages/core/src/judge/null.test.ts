import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../random.ts'
import { slicePhi } from './dispersion.ts'
import { bursts, errorsGate, errorTicks, observed, poisson, sampleFacts, tickAt } from './sample.ts'

const fixture = (name: string): { results: Record<string, Record<string, unknown>> } =>
  JSON.parse(readFileSync(new URL(`../../../../test/fixtures/judge/${name}`, import.meta.url), 'utf8'))

/** Share of streams convicted, with φ from a day's 1 % slice as the fixture's simulations had it. */
function convicted(runs: number, ratio: number, burst: number, ticks: number): number {
  let count = 0
  for (let seed = 0; seed < runs; seed++) {
    const random = seededRandom(90_000 + seed)
    const slice = Array.from({ length: 720 }, () => bursts(random, 0.1, burst))
    const carry = { dispersion: { errors: { squares: 0, mass: 0, slicePhi: slicePhi([slice]) } } }
    const state = observed(errorTicks({ seed, ticks, ratio, burst }), errorsGate(), { ...sampleFacts, carry })
    if (state.conviction !== null) count += 1
  }
  return count / runs
}

describe('healthy streams', () => {
  it.each([1, 2, 5, 10])('with bursts of %d are left alone, where an untempered test is not', (burst) => {
    const rate = convicted(150, 1, burst, 120)
    expect(rate).toBeLessThanOrEqual(0.02)
    const untempered = fixture('sim-baseline-overdispersion.json').results[`A/A, errors in bursts of mean ${burst}`]
      ?.eprocess
    if (burst > 1) expect(rate).toBeLessThan(Number(untempered))
  })
})

/** Six slow requests a tick in the canary; each arm's share of them strays by itself by 30 % and keeps `rho` of it. */
function straying(seed: number, rho: number, ticks: number) {
  const random = seededRandom(70_000 + seed)
  let [own, other] = [0, 0]
  const step = (level: number): number => rho * level + 0.3 * Math.sqrt(1 - rho * rho) * normal(random)
  return Array.from({ length: ticks }, (_, index) => {
    own = step(own)
    other = step(other)
    const canary = [6_000, poisson(random, 6 * Math.exp(own))]
    return tickAt(index, { canary, stable: [54_000, poisson(random, 54 * Math.exp(other))] })
  })
}

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())

describe('arms that stray by themselves for some ticks', () => {
  it.each([0.3, 0.5, 0.7])('are left alone where they keep %d of it from tick to tick', (rho) => {
    const facts = { ...sampleFacts, weightPercent: 10, nextWeightPercent: 50 }
    let count = 0
    for (let seed = 0; seed < 200; seed++)
      if (observed(straying(seed, rho, 120), errorsGate(), facts).conviction !== null) count += 1
    expect(count / 200).toBeLessThanOrEqual(0.01)
  })
})

describe('bad streams', () => {
  it('are found as often as the reference finds them', () => {
    const results = fixture('sim-robust-eprocess.json').results
    const reference = results['rps=1000 p0=0.001 burst=1 cv=0 RR=5']?.['tempered e-process']
    const rate = Array.isArray(reference) ? Number(reference[0]) : 1
    expect(convicted(60, 5, 1, 360)).toBeGreaterThanOrEqual(rate - 0.02)
  })
})
