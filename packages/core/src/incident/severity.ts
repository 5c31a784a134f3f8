/** How severe an incident is: by what is known of its harm, never lowered by what is not known. */
import { decideSeverity, type Impact } from '../alert/index.ts'
import { moreSevere, type Severity } from '../severity.ts'
import type { StatedImpact } from './incident.ts'

export interface SeverityFacts {
  readonly impact: StatedImpact
  readonly customerReports: number
  /** Of the service; absent where the catalog does not have it. */
  readonly tier?: number | undefined
  /** What the alerts say. */
  readonly alerts?: Severity | undefined
}

export interface IncidentSeverity {
  readonly severity: Severity
  readonly reason: string
  readonly sentence: string
}

/** What is not known is absent, not undefined. */
const impactOf = (impact: StatedImpact, tier: number | undefined): Impact =>
  Object.fromEntries(Object.entries({ ...impact, tier }).filter(([, value]) => value !== undefined))

/** A customer who reports it is a customer who is affected. */
const leastWithReports: Severity = 'SEV2'

export function decideIncidentSeverity({ impact, customerReports, tier, alerts }: SeverityFacts): IncidentSeverity {
  const known = Object.values(impact).some((value) => value !== undefined)
  // Alerts were judged with the service's tier already; without them and without a stated impact the tier stands in.
  const stated = known || alerts === undefined ? decideSeverity(impactOf(impact, tier)) : undefined
  const found: IncidentSeverity =
    stated === undefined
      ? { severity: alerts ?? leastWithReports, reason: 'alerts', sentence: `the alerts are ${alerts}` }
      : { severity: stated.severity, reason: stated.reason, sentence: stated.detail }
  const highest = alerts === undefined ? found.severity : moreSevere(found.severity, alerts)
  const withAlerts: IncidentSeverity =
    highest === found.severity
      ? found
      : {
          severity: highest,
          reason: 'alerts',
          sentence: `the alerts are ${highest}, above ${found.severity} by ${found.sentence}`,
        }
  if (customerReports === 0 || moreSevere(withAlerts.severity, leastWithReports) === withAlerts.severity)
    return withAlerts
  return {
    severity: leastWithReports,
    reason: 'customers-report-it',
    sentence: `${customerReports} ${customerReports === 1 ? 'customer reports' : 'customers report'} it, so customers are affected`,
  }
}
