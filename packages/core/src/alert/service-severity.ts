/** How grave a symptom of a service is: by what the service is worth, and by what its alarm says. */
import type { Symptom } from '../correlation/index.ts'
import type { ServiceFacts } from './enrich.ts'
import { decideSeverity, type SeverityDecision } from './severity.ts'

export function severityOf(
  { service: name, urgency }: Pick<Symptom, 'service' | 'urgency'>,
  services: ReadonlyMap<string, ServiceFacts>,
): SeverityDecision {
  const service = services.get(name)
  const hint = urgency === 'unknown' ? undefined : urgency
  // What the service is worth is at stake when it fails; an alarm that only warns has not measured that.
  const warns = hint === 'warning' || hint === 'info'
  const { revenueUsdPerHour, customerShare } = warns || service === undefined ? {} : service
  return decideSeverity({
    ...(service !== undefined && { tier: service.tier }),
    ...(revenueUsdPerHour !== undefined && { revenueAtRiskUsdPerHour: revenueUsdPerHour }),
    ...(customerShare !== undefined && { customerShare }),
    ...(hint !== undefined && { hint }),
  })
}
