import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { slicePhi } from './dispersion.ts'
import { bursts, errorsGate, errorTicks, observed, sampleFacts } from './sample.ts'

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

describe('bad streams', () => {
  it('are found as often as the reference finds them', () => {
    const results = fixture('sim-robust-eprocess.json').results
    const reference = results['rps=1000 p0=0.001 burst=1 cv=0 RR=5']?.['tempered e-process']
    const rate = Array.isArray(reference) ? Number(reference[0]) : 1
    expect(convicted(60, 5, 1, 360)).toBeGreaterThanOrEqual(rate - 0.02)
  })
})
