import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { backtest } from './backtest.ts'
import { calibrate, type SlicedMetric } from './calibrate.ts'
import { bursts, errorsGate, errorTicks, type Stream } from './sample.ts'
import { isMissing } from './tick.ts'

type Row = (number | null | string)[] | null

function series(stream: Stream): { canary: Row[]; stable: Row[] } {
  const rows: { canary: Row[]; stable: Row[] } = { canary: [], stable: [] }
  for (const { metrics } of errorTicks(stream)) {
    const metric = metrics.errors
    if (metric === undefined || isMissing(metric)) continue
    rows.canary.push([...metric.canary])
    rows.stable.push([...metric.stable])
  }
  return rows
}

describe('a backtest', () => {
  it('says when harm would have been found', () => {
    const result = backtest(errorsGate(), {
      tickSeconds: 10,
      metrics: { errors: series({ seed: 1, ticks: 90, ratio: 10 }) },
    })
    expect(result.verdict.outcome).toBe('harm')
    expect(result.tick).toBeLessThan(30)
  })

  it('judges a healthy history to its end', () => {
    const result = backtest(errorsGate(), {
      tickSeconds: 10,
      metrics: { errors: series({ seed: 1, ticks: 90, rps: 20_000 }) },
    })
    expect(result).toMatchObject({ tick: 90, verdict: { outcome: 'safe', way: 'evidence' } })
  })

  it('is blind on nothing, on nulls and on what is no number', () => {
    const of = (canary: Row[], stable: Row[]) =>
      backtest(errorsGate(), { tickSeconds: 10, metrics: { errors: { canary, stable } } })
    const none: Row[] = Array.from({ length: 30 }, () => null)
    const good: Row[] = Array.from({ length: 30 }, () => [100, 0])
    expect(of(none, none).verdict).toMatchObject({ outcome: 'blind', reason: 'no-data' })
    expect(of(none, good).verdict).toMatchObject({ outcome: 'blind', reason: 'no-data' })
    const text: Row[] = Array.from({ length: 30 }, () => ['NaN', 'NaN'])
    expect(of(text, text).verdict).toMatchObject({ outcome: 'blind', reason: 'not-a-number' })
    expect(of([], []).verdict).toMatchObject({ outcome: 'blind', reason: 'no-ticks' })
    const [short, few] = [none.slice(0, 3), good.slice(0, 3)]
    expect(of(short, few).verdict).toMatchObject({ outcome: 'blind', reason: 'no-data' })
    expect(of(few, few).verdict.outcome).not.toBe('blind')
  })
})

describe('calibration on the stable fleet', () => {
  function sliced(seed: number, burst: number): SlicedMetric {
    const random = seededRandom(seed)
    return Array.from({ length: 10 }, () =>
      Array.from({ length: 180 }, () => [200, Math.min(200, bursts(random, 1, burst))] as const),
    )
  }

  it('counts false alarms, and bounds their rate', () => {
    const result = calibrate(errorsGate(), { errors: sliced(1, 3) }, { tickSeconds: 10, ticksPerWave: 90 })
    expect(result.runs).toBe(20)
    expect(result.falseAlarms).toBeLessThanOrEqual(1)
    expect(result.rateAtMost).toBeGreaterThan(result.rate)
    // Geometric bursts of mean 3: variance 5 times the mean.
    expect(result.slicePhi.errors).toBeGreaterThan(4)
    expect(result.slicePhi.errors).toBeLessThan(8)
  })

  it('counts no wave that it could not see, and ends where nothing was recorded', () => {
    const options = { tickSeconds: 10, ticksPerWave: 90 }
    const alone = calibrate(errorsGate(), { errors: sliced(1, 1).slice(0, 1) }, options)
    expect(alone).toMatchObject({ runs: 2, blind: 2, falseAlarms: 0, rateAtMost: 1 })
    expect(calibrate(errorsGate(), {}, options)).toMatchObject({ runs: 0, rateAtMost: 1 })
    const uneven = sliced(1, 1).map((slice, index) => (index === 4 ? slice.slice(0, 95) : slice))
    expect(calibrate(errorsGate(), { errors: uneven }, options)).toMatchObject({ runs: 10, blind: 0 })
  })

  it('says nothing of a history shorter than a wave', () => {
    const result = calibrate(errorsGate(), { errors: sliced(2, 1) }, { tickSeconds: 10, ticksPerWave: 500 })
    expect(result).toMatchObject({ runs: 0, rate: 0, rateAtMost: 1 })
  })
})
