import { describe, expect, it } from 'vitest'
import { moreSevere, type Severity } from '../severity.ts'
import { decideSeverity, type Impact, severityRules } from './severity.ts'

const cases: [string, Impact, Severity][] = [
  ['an outage', { isOutage: true, tier: 4 }, 'SEV1'],
  ['more than $1M an hour', { revenueAtRiskUsdPerHour: 1_000_001 }, 'SEV1'],
  ['exactly $1M an hour', { revenueAtRiskUsdPerHour: 1_000_000 }, 'SEV2'],
  ['a quarter of customers', { customerShare: 0.25 }, 'SEV1'],
  ['fewer customers', { customerShare: 0.2499 }, 'SEV2'],
  ['no customer and no revenue', { customerShare: 0, revenueAtRiskUsdPerHour: 0 }, 'SEV3'],
  ['only its looks', { customerShare: 0, revenueAtRiskUsdPerHour: 0, isCosmetic: true }, 'SEV4'],
  ['no customer, revenue unknown, tier 1', { customerShare: 0, tier: 1 }, 'SEV1'],
  ['its looks, as somebody says who has not measured', { isCosmetic: true, tier: 2 }, 'SEV2'],
  ['some revenue, customers unknown, tier 1', { revenueAtRiskUsdPerHour: 500, tier: 1, hint: 'critical' }, 'SEV1'],
  ['some revenue, few customers, tier 1', { revenueAtRiskUsdPerHour: 500, customerShare: 0.01, tier: 1 }, 'SEV2'],
  ['nothing known', {}, 'SEV2'],
  ['tier 1, critical', { tier: 1, hint: 'critical' }, 'SEV1'],
  ['tier 1, no urgency given', { tier: 1 }, 'SEV1'],
  ['tier 1, warning', { tier: 1, hint: 'warning' }, 'SEV2'],
  ['tier 2, critical', { tier: 2, hint: 'critical' }, 'SEV2'],
  ['tier 3, critical', { tier: 3, hint: 'critical' }, 'SEV3'],
  ['tier 4, info', { tier: 4, hint: 'info' }, 'SEV4'],
  ['tier 4, no urgency given', { tier: 4 }, 'SEV3'],
  ['a critical word for nothing', { customerShare: 0, revenueAtRiskUsdPerHour: 0, hint: 'critical' }, 'SEV3'],
]

describe('severity', () => {
  it.each(cases)('%s', (_, impact, severity) => {
    expect(decideSeverity(impact).severity).toBe(severity)
  })

  it('gives its reason with the numbers', () => {
    expect(decideSeverity({ customerShare: 0.3 }).detail).toBe('30 % of customers >= 25 %')
  })

  it('answers within the times of the house', () => {
    expect(Object.values(severityRules).map(({ respondWithinMs }) => respondWithinMs / 60_000)).toEqual([
      15, 60, 240, 1_440,
    ])
    expect(moreSevere('SEV3', 'SEV2')).toBe('SEV2')
  })
})
