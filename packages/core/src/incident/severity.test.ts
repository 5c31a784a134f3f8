import { describe, expect, it } from 'vitest'
import { decideIncidentSeverity } from './severity.ts'

const nothing = { impact: {}, customerReports: 0 }

describe('the severity of an incident', () => {
  it.each([
    ['an outage', { ...nothing, impact: { isOutage: true } }, 'SEV1', 'outage'],
    [
      'exactly a million an hour',
      { ...nothing, impact: { revenueAtRiskUsdPerHour: 1_000_000 } },
      'SEV2',
      'some-customers-affected',
    ],
    [
      'above a million an hour',
      { ...nothing, impact: { revenueAtRiskUsdPerHour: 1_000_001 } },
      'SEV1',
      'revenue-above-1m-per-hour',
    ],
    [
      'a quarter of customers',
      { ...nothing, impact: { customerShare: 0.25 } },
      'SEV1',
      'a-quarter-of-customers-or-more',
    ],
    [
      'proof that nobody is affected',
      { ...nothing, impact: { customerShare: 0, revenueAtRiskUsdPerHour: 0 } },
      'SEV3',
      'no-customer-affected',
    ],
    ['what the alerts say', { ...nothing, alerts: 'SEV3' as const }, 'SEV3', 'alerts'],
    [
      'alerts above a stated impact',
      { customerReports: 0, impact: { customerShare: 0.01 }, alerts: 'SEV1' as const },
      'SEV1',
      'alerts',
    ],
    ['nothing known at all', nothing, 'SEV2', 'impact-and-tier-unknown'],
    [
      'one report of a customer',
      { ...nothing, customerReports: 1, alerts: 'SEV4' as const },
      'SEV2',
      'customers-report-it',
    ],
    ['a report beside an outage', { impact: { isOutage: true }, customerReports: 9 }, 'SEV1', 'outage'],
  ] as const)('by %s', (_name, facts, severity, reason) => {
    expect(decideIncidentSeverity(facts)).toMatchObject({ severity, reason })
  })
})
