import { describe, expect, it } from 'vitest'
import { minuteMs, secondMs } from '../clock.ts'
import { type ChartSeries, decideDrawing, drawn, emptyChart, spansOf } from './chart.ts'

const onsetMs = Date.UTC(2026, 2, 2, 12, 1, 30)
const fresh = emptyChart('grp_1', 'checkout', onsetMs)
const series = (values: (number | null)[], missing?: string): ChartSeries => ({
  metric: 'errors',
  title: 'Errors',
  kind: 'share',
  values,
  ...(missing !== undefined && { missing }),
})
const bucketsAt = (chart: typeof fresh, nowMs: number): readonly number[] => {
  const drawing = decideDrawing(chart, nowMs)
  return drawing.kind === 'read' ? drawing.buckets : []
}

describe('the chart of a group', () => {
  it('begins on whole buckets twenty minutes before the onset, and reads those that are over', () => {
    expect(fresh.fromMs).toBe(Date.UTC(2026, 2, 2, 11, 40))
    expect(bucketsAt(fresh, onsetMs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(bucketsAt(fresh, fresh.fromMs + 2 * minuteMs - 1)).toEqual([])
    expect(spansOf(fresh, [1])).toEqual([{ startMs: fresh.fromMs + 2 * minuteMs, endMs: fresh.fromMs + 4 * minuteMs }])
  })

  it('keeps what it read, asks again for what came late, and names why a number is missing', () => {
    const first = drawn(fresh, [0, 1], [series([0.123456, null], 'the series has no sample')], onsetMs)
    expect(first.series[0]?.values.slice(0, 3)).toEqual([0.1235, null, null])
    expect(first.series[0]?.missing).toBe('the series has no sample')
    expect(decideDrawing(first, onsetMs + 2 * minuteMs - 1)).toMatchObject({ reason: 'drawn-just-now' })
    expect(bucketsAt(first, onsetMs + 2 * minuteMs)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const second = drawn(first, [1, 2], [series([0.5, 0.25])], onsetMs + 2 * minuteMs)
    expect(second.series[0]?.values.slice(0, 3)).toEqual([0.1235, 0.5, 0.25])
    expect(second.series[0]?.missing).toBeUndefined()
  })

  it('is never asked for without end, and takes no number that is none', () => {
    const endMs = fresh.fromMs + 40 * minuteMs
    expect(bucketsAt(fresh, endMs + 10 * minuteMs - secondMs)).toHaveLength(20)
    expect(decideDrawing(fresh, endMs + 10 * minuteMs)).toEqual({ kind: 'none', reason: 'over' })
    const all = Array.from({ length: 20 }, (_, place) => place)
    const whole = drawn(fresh, all, [series(all)], endMs)
    expect(decideDrawing(whole, endMs + 5 * minuteMs)).toEqual({ kind: 'none', reason: 'complete' })
    expect(drawn(fresh, [0], [series([Number.NaN])], endMs).series[0]?.values[0]).toBeNull()
  })

  it('says so where nobody knows where the metrics are', () => {
    expect(drawn(fresh, [0], [], onsetMs).missing).toBe('No release of checkout says where its metrics are.')
  })
})
