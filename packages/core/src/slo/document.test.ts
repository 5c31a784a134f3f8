import { describe, expect, it } from 'vitest'
import { parseManifest } from '../manifest/index.ts'

/** After the example of OpenSLO's own specification, with Houston's fields of a metric source. */
const openSlo = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout-availability
  displayName: Orders can be placed
spec:
  description: What customers notice first
  service: checkout
  indicator:
    metadata: { name: order-success }
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: Prometheus
            spec:
              address: http://127.0.0.1:9090
              query: sum(increase(http_requests_total{service="checkout",code!~"5.."}[$window]))
        total:
          metricSource:
            type: Prometheus
            spec:
              address: http://127.0.0.1:9090
              query: sum(increase(http_requests_total{service="checkout"}[$window]))
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
`
const read = (text: string) => parseManifest([{ file: 'slo.yaml', text }])

describe('a document of OpenSLO', () => {
  it('is an objective of its service', () => {
    const { documents, problems } = read(openSlo)
    expect(problems).toEqual([])
    expect(documents[0]).toMatchObject({
      operation: 'slo.record',
      input: {
        name: 'checkout-availability',
        service: 'checkout',
        title: 'Orders can be placed',
        counts: 'good',
        target: 0.999,
        budgeting: 'occurrences',
        window: { kind: 'rolling', lengthMs: 28 * 86_400_000 },
        part: { source: 'prometheus', address: 'http://127.0.0.1:9090', lagSec: 30, absentIsZero: false },
      },
    })
  })

  it('takes per cent, calendar windows and minutes that are good or bad', () => {
    const text = openSlo
      .replace('target: 0.999', 'targetPercent: 99.9\n      timeSliceTarget: 0.95\n      timeSliceWindow: 1m')
      .replace('Occurrences', 'Timeslices')
      .replace('28d', '1M')
      .replace('isRolling: true', 'isRolling: false\n      calendar: { timeZone: Europe/Dublin }')
    expect(read(text).documents[0]?.input).toMatchObject({
      target: 0.999,
      sliceTarget: 0.95,
      budgeting: 'timeslices',
      window: { kind: 'calendar', unit: 'month', timeZone: 'Europe/Dublin' },
    })
  })

  it('tells what it does not count by, with its line and field', () => {
    const faults = [
      [openSlo.replace('28d', '1M'), 'spec.timeWindow[0].duration'],
      [openSlo.replace('28d', '365d'), 'spec.timeWindow[0].duration'],
      [openSlo.replace('target: 0.999', 'target: 1'), 'spec.objectives[0].target'],
      [openSlo.replace('        good:', '        better:'), 'spec.indicator.spec.ratioMetric'],
      [openSlo.replace('Prometheus', 'Crystal ball'), 'spec.indicator.spec.ratioMetric.good.metricSource.type'],
      [
        openSlo.replace('              address', '              lagSec: 181\n              address'),
        'spec.indicator.spec.ratioMetric.good.metricSource.spec.lagSec',
      ],
      [openSlo.replace('Occurrences', 'Timeslices'), 'spec.objectives[0].timeSliceTarget'],
    ] as const
    for (const [text, field] of faults) {
      const { problems } = read(text)
      expect(problems.map((problem) => problem.field)).toContain(field)
      expect(problems.every(({ line }) => line > 1)).toBe(true)
    }
  })
})
