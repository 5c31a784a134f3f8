import { describe, expect, it } from 'vitest'
import { dayMs, minuteMs } from '../clock.ts'
import { type Episode, reportAlarms, weeklyAdvice } from './analytics.ts'

const nowMs = Date.UTC(2026, 2, 9)
const episode = (change: Partial<Episode> = {}): Episode => ({
  service: 'basket',
  name: 'cpu',
  openedMs: nowMs - dayMs,
  resolvedMs: nowMs - dayMs + 10 * minuteMs,
  suppressed: 0,
  paged: true,
  ...change,
})
const times = (count: number, change: Partial<Episode>): Episode[] =>
  Array.from({ length: count }, () => episode(change))

describe('what an alarm is worth', () => {
  it('counts pages, false ones, times and ways to resolve', () => {
    const report = reportAlarms([
      episode({ outcome: 'actionable', acknowledgedMs: nowMs - dayMs + 2 * minuteMs, resolution: 'rolled back' }),
      episode({ outcome: 'false-positive', resolvedMs: nowMs - dayMs + 20 * minuteMs }),
      episode({ paged: false, suppressed: 3 }),
      episode({ outcome: 'actionable', resolution: 'rolled back', resolvedMs: nowMs - dayMs + 30 * minuteMs }),
    ])
    expect(report).toMatchObject([
      {
        fired: 4,
        paged: 3,
        actionable: 2,
        falsePositives: 1,
        unjudged: 0,
        suppressed: 3,
        falsePositiveRate: 1 / 3,
        noiseRatio: 0.5,
        meanTimeToAcknowledgeMs: 2 * minuteMs,
        meanTimeToResolveMs: 17.5 * minuteMs,
        resolutions: [{ resolution: 'rolled back', times: 2, meanMs: 20 * minuteMs }],
      },
    ])
  })

  it('gives no rate where nothing was judged', () => {
    expect(reportAlarms([episode()])[0]).not.toHaveProperty('falsePositiveRate')
  })

  it('lists the alarms to delete, fix and judge, of the last seven days only', () => {
    const advice = weeklyAdvice(
      [
        ...times(6, { name: 'never', outcome: 'false-positive' }),
        ...times(3, { name: 'often-false', outcome: 'false-positive' }),
        ...times(1, { name: 'often-false', outcome: 'actionable' }),
        ...times(2, { name: 'flapper', suppressed: 9, paged: false }),
        ...times(5, { name: 'unjudged' }),
        ...times(9, { name: 'good', outcome: 'actionable' }),
        ...times(9, { name: 'old', outcome: 'false-positive', openedMs: nowMs - 7 * dayMs - 1 }),
        ...times(9, { name: 'later', outcome: 'false-positive', openedMs: nowMs }),
      ],
      nowMs,
    )
    expect(advice.map(({ name, advice: what, reason }) => [name, what, reason])).toEqual([
      ['never', 'delete', 'never-actionable'],
      ['unjudged', 'judge', 'nobody-says-what-it-is-worth'],
      ['often-false', 'fix', 'mostly-false'],
      ['flapper', 'fix', 'flaps'],
    ])
  })
})
