/** The cost model multiplies what was counted, and the counts are of the topology that is deployed. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { type Counts, estimate, type Prices, total } from '../../tools/cost/model.ts'

const dataOf = <Data>(file: string): Data =>
  JSON.parse(readFileSync(new URL(`../../tools/cost/${file}`, import.meta.url), 'utf8')) as Data
const counts = dataOf<Counts>('counts.json')
const prices = dataOf<Prices>('prices.json')
const load = { days: 1, releases: 50_000, alerts: 1_000_000, cloudWatchSeries: 0 }

describe('what a release costs', () => {
  it('is at most two cents at 50,000 a day', () => {
    expect(estimate(counts, prices, load).dollarsPerRelease).toBeLessThanOrEqual(0.02)
  })

  it('is at most two cents where it is watched for 30 hours in the seed’s four waves', () => {
    const long = { ...load, soakMinutes: [15, 120, 240, 1_440] }
    expect(estimate(counts, prices, long).dollarsPerRelease).toBeLessThanOrEqual(0.02)
  })

  it('is counted of functions that are deployed', () => {
    for (const name of Object.keys(counts.release.functions)) expect(topology.functions).toHaveProperty(name)
  })

  it('is work times price', () => {
    const [transitions] = estimate(counts, prices, load).release.filter(({ what }) => what === 'state transitions')
    expect(transitions?.quantity).toBe(50_000 * counts.release.transitions)
    expect(transitions?.dollars).toBeCloseTo((50_000 * counts.release.transitions * 25) / 1_000_000, 6)
  })

  it('grows with the time under judgement and with what is read from CloudWatch', () => {
    const usual = total(estimate(counts, prices, load).judge)
    expect(total(estimate(counts, prices, { ...load, soakMinutes: [60] }).judge)).toBeGreaterThan(usual)
    expect(total(estimate(counts, prices, { ...load, cloudWatchSeries: 8 }).judge)).toBeGreaterThan(usual)
  })

  it('has the judge at rest in it: no release is not free', () => {
    const resting = estimate(counts, prices, { ...load, releases: 0 })
    expect(total(resting.release)).toBe(0)
    expect(total(resting.judge)).toBeGreaterThan(0)
  })

  it('states no price for alarm events that nothing takes', () => {
    const { alert: _, ...without } = counts
    expect(estimate(without, prices, load).dollarsPerMillionAlerts).toBeUndefined()
  })
})
