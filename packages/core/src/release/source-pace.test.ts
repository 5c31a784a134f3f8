import { describe, expect, it } from 'vitest'
import { firstReadMs, sourcePaceOf } from './source-pace.ts'

const metrics = (source: string, more = {}) => ({ source, address: 'x', expressions: {}, ...more })

describe('the pace of a source', () => {
  it('is ten seconds, and whole minutes a minute late for CloudWatch', () => {
    expect(sourcePaceOf(metrics('prometheus'))).toEqual({ tickMs: 10_000, lagMs: 0, isOnGrid: false })
    expect(sourcePaceOf(metrics('cloudwatch'))).toEqual({ tickMs: 60_000, lagMs: 60_000, isOnGrid: true })
  })

  it('is what the pipeline says', () => {
    expect(sourcePaceOf(metrics('cloudwatch', { periodSec: 10, lagSec: 20 }))).toEqual({
      tickMs: 10_000,
      lagMs: 20_000,
      isOnGrid: true,
    })
  })

  it('lets a wave begin with the first whole period, also where it starts on its edge', () => {
    const pace = sourcePaceOf(metrics('cloudwatch'))
    expect(firstReadMs(pace, 60_001)).toBe(120_000)
    expect(firstReadMs(pace, 120_000)).toBe(120_000)
    expect(firstReadMs(sourcePaceOf(metrics('openmetrics')), 60_001)).toBe(60_001)
  })
})
