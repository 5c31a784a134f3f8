/** Severity by what the business loses, not by what an alarm calls itself. When unsure, the higher. */
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import type { Severity } from '../severity.ts'
import type { SeverityHint } from './signal.ts'

export interface SeverityRule {
  readonly meaning: string
  /** For `SEV4` the next business day, given as the longest it may take. */
  readonly respondWithinMs: number
  readonly informs: readonly string[]
  /** Whether it wakes people. */
  readonly pages: boolean
}

export const severityRules: Readonly<Record<Severity, SeverityRule>> = {
  SEV1: {
    meaning: 'an outage, or more than $1M an hour at stake',
    respondWithinMs: 15 * minuteMs,
    informs: ['on-call', 'vice president', 'status page', 'customers by mail'],
    pages: true,
  },
  SEV2: {
    meaning: 'degraded for less than a quarter of customers',
    respondWithinMs: hourMs,
    informs: ['senior engineer', 'manager', 'internal alert', 'status page'],
    pages: true,
  },
  SEV3: { meaning: 'no customer notices', respondWithinMs: 4 * hourMs, informs: ['team'], pages: false },
  SEV4: { meaning: 'cosmetic', respondWithinMs: dayMs, informs: ['backlog'], pages: false },
}

/** What is known of the harm; what is absent is not known, which is not the same as none. */
export interface Impact {
  readonly isOutage?: boolean
  readonly revenueAtRiskUsdPerHour?: number
  /** Of all customers, 0 to 1. */
  readonly customerShare?: number
  readonly isCosmetic?: boolean
  /** 1: the business stops without the service; 4: nobody outside the team notices. */
  readonly tier?: number
  readonly hint?: SeverityHint
}

export interface SeverityDecision {
  readonly severity: Severity
  readonly reason:
    | 'outage'
    | 'revenue-above-1m-per-hour'
    | 'a-quarter-of-customers-or-more'
    | 'some-customers-affected'
    | 'no-customer-affected'
    | 'cosmetic'
    | 'impact-unknown-in-tier'
    | 'impact-and-tier-unknown'
  readonly detail: string
}

export const sev1RevenueUsdPerHour = 1_000_000
export const sev1CustomerShare = 0.25

export function decideSeverity(impact: Impact): SeverityDecision {
  const { isOutage, revenueAtRiskUsdPerHour: revenue, customerShare: share } = impact
  if (isOutage === true) return { severity: 'SEV1', reason: 'outage', detail: 'the service is out' }
  if (revenue !== undefined && revenue > sev1RevenueUsdPerHour)
    return {
      severity: 'SEV1',
      reason: 'revenue-above-1m-per-hour',
      detail: `$${Math.round(revenue)} an hour at risk > $${sev1RevenueUsdPerHour}`,
    }
  if (share !== undefined && share >= sev1CustomerShare)
    return {
      severity: 'SEV1',
      reason: 'a-quarter-of-customers-or-more',
      detail: `${percent(share)} of customers >= ${percent(sev1CustomerShare)}`,
    }
  if ((share ?? 0) > 0 || (revenue ?? 0) > 0) return someAffected(impact)
  // Only proof that nobody is affected may lower it: both figures known, both nothing.
  if (share === 0 && revenue === 0)
    return impact.isCosmetic === true
      ? { severity: 'SEV4', reason: 'cosmetic', detail: 'no customer affected, and only its looks' }
      : { severity: 'SEV3', reason: 'no-customer-affected', detail: 'no customer and no revenue affected' }
  return bySuspicion(impact)
}

/** Where one of the two figures is not known, the tier may say that it is worse. */
function someAffected(impact: Impact): SeverityDecision {
  const { customerShare: share, revenueAtRiskUsdPerHour: revenue, tier } = impact
  const suspected = bySuspicion(impact)
  if ((share === undefined || revenue === undefined) && tier !== undefined && suspected.severity === 'SEV1')
    return suspected
  const customers = share === undefined ? 'an unknown share' : percent(share)
  const money = revenue === undefined ? 'an unknown amount' : `$${Math.round(revenue)}`
  return {
    severity: 'SEV2',
    reason: 'some-customers-affected',
    detail: `${customers} of customers, ${money} an hour at risk`,
  }
}

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`

/** The impact is not measured: how much the service matters, and what its alarm says, stand in for it. */
function bySuspicion({ tier, hint }: Impact): SeverityDecision {
  if (tier === undefined)
    return {
      severity: 'SEV2',
      reason: 'impact-and-tier-unknown',
      detail: 'neither the impact nor the service is known',
    }
  const mild = hint === 'warning' || hint === 'info'
  const severity: Severity =
    tier <= 1
      ? mild
        ? 'SEV2'
        : 'SEV1'
      : tier === 2
        ? hint === 'info'
          ? 'SEV3'
          : 'SEV2'
        : tier === 3
          ? 'SEV3'
          : mild
            ? 'SEV4'
            : 'SEV3'
  return {
    severity,
    reason: 'impact-unknown-in-tier',
    detail: `impact unknown; tier ${tier}, ${hint === undefined ? 'no urgency given' : `its alarm says ${hint}`}`,
  }
}
