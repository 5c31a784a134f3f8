import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { alarmsOf, catalogue } from './catalogue.ts'
import { cloudWatchAlarms } from './catalogue-cloudwatch.ts'
import { prometheusRules } from './catalogue-prometheus.ts'
import { levelOf, serviceOf } from './cloudwatch.ts'

const told = catalogue.map(({ name, alert, critical, action }) => {
  const text = ({ comparison, value, forMs }: typeof alert): string => `${comparison} ${value} ${forMs / 60_000}m`
  return [name, text(alert), text(critical), action]
})

describe('the alarm catalogue', () => {
  it('has every threshold, duration and action', () => {
    expect(told).toEqual([
      ['cpu', 'above 85 5m', 'above 95 1m', 'scale-out'],
      ['memory', 'above 90 3m', 'above 95 0m', 'protect-memory'],
      ['disk', 'above 85 10m', 'above 95 0m', 'clean-up-disk'],
      ['network', 'above 80 0m', 'above 0.1 0m', 'shift-traffic'],
      ['latency', 'above 200 0m', 'above 500 0m', 'open-circuit-breaker'],
      ['error-rate', 'above 0.5 5m', 'above 1 1m', 'roll-back-release'],
      ['throughput', 'below 0.5 0m', 'below 0.25 0m', 'add-capacity'],
      ['availability', 'below 99.9 5m', 'below 99 1m', 'escalate-incident'],
      ['conversion', 'below 2.8 15m', 'below 2.4 5m', 'roll-back-feature'],
      ['revenue', 'below 0.9 0m', 'below 0.75 0m', 'escalate-incident'],
    ])
  })

  it('takes shares of the baseline that a service has', () => {
    const alarms = alarmsOf('basket', { requestsPerSecond: 400 })
    const thresholdOf = (name: string): number | undefined => alarms.find((alarm) => alarm.name === name)?.threshold
    expect(thresholdOf('houston/basket/throughput/alert')).toBe(200)
    expect(thresholdOf('houston/basket/revenue/critical')).toBe(750_000)
  })

  it('exports CloudWatch alarms whose events the intake knows as its own', () => {
    const alarms = cloudWatchAlarms('basket')
    expect(alarms).toHaveLength(2 * catalogue.length)
    expect(alarms.find(({ AlarmName }) => AlarmName === 'houston/basket/latency/critical')).toMatchObject({
      ExtendedStatistic: 'p99',
      Threshold: 500,
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'missing',
    })
    expect(alarms.find(({ AlarmName }) => AlarmName === 'houston/basket/availability/alert')).toMatchObject({
      EvaluationPeriods: 5,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    })
    for (const { AlarmName } of alarms) {
      expect(serviceOf(AlarmName, {})).toBe('basket')
      expect(levelOf(AlarmName).severityHint).toBeDefined()
    }
  })

  it('exports Prometheus rules', () => {
    const file: unknown = parse(prometheusRules([{ name: 'basket' }]))
    expect(file).toMatchObject({
      groups: [
        {
          name: 'houston-basket',
          rules: expect.arrayContaining([
            {
              alert: 'houston/basket/error-rate/critical',
              expr: expect.stringMatching(
                /^100 \* sum\(rate\(http_requests_total\{service="basket",status=~"5\.\."\}\[1m\]\)\).* > 1$/,
              ),
              for: '1m',
              labels: { service: 'basket', severity: 'critical', action: 'roll-back-release' },
              annotations: expect.objectContaining({ target: 'below 0.1 %' }),
            },
          ]),
        },
      ],
    })
  })
})
