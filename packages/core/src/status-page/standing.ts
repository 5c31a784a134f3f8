/** What an incident is to the public: pure, from its facts alone. Words of ours for people inside never pass through here. */
import type { IncidentItem, IncidentState } from '../incident/index.ts'
import { isEnded } from '../incident/index.ts'

/** The least bad first, as Statuspage names them. */
export const componentStatuses = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const
export type ComponentStatus = (typeof componentStatuses)[number]

export const worseStatus = (one: ComponentStatus, other: ComponentStatus): ComponentStatus =>
  componentStatuses.indexOf(one) >= componentStatuses.indexOf(other) ? one : other

export const componentWords: Readonly<Record<ComponentStatus, string>> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
}

export const publicStates = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type PublicState = (typeof publicStates)[number]

export const publicStateOf: Readonly<Record<IncidentState, PublicState>> = {
  open: 'investigating',
  acknowledged: 'investigating',
  mitigating: 'identified',
  verifying: 'monitoring',
  resolved: 'monitoring',
  closed: 'resolved',
  merged: 'resolved',
}

export const impacts = ['none', 'minor', 'major', 'critical'] as const
export type PublicImpact = (typeof impacts)[number]

/** How bad the page as a whole is, by its worst component. */
export const impactOf: Readonly<Record<ComponentStatus, PublicImpact>> = {
  operational: 'none',
  under_maintenance: 'none',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
}
export const worseImpact = (one: PublicImpact, other: PublicImpact): PublicImpact =>
  impacts.indexOf(one) >= impacts.indexOf(other) ? one : other

type Facts = Pick<IncidentItem, 'state' | 'severity' | 'impact' | 'service' | 'services'>

/** Of the service that the incident is about. */
export function ownStatus({ severity, impact }: Pick<Facts, 'severity' | 'impact'>): ComponentStatus {
  if (severity === 'SEV1') return impact.isOutage === true ? 'major_outage' : 'partial_outage'
  // SEV3 and SEV4 have proof that no customer notices.
  return severity === 'SEV2' ? 'degraded_performance' : 'operational'
}

/** Which services are not as they should be, and how far. Once a service was seen restored it is operational, though still watched. */
export function harmedServices(incident: Facts): ReadonlyMap<string, ComponentStatus> {
  const own = ownStatus(incident)
  if (own === 'operational' || incident.state === 'resolved' || isEnded(incident.state)) return new Map()
  const others = incident.services.filter((name) => name !== incident.service)
  // That it reaches them is known; how badly is not: they are not called out, and not called well.
  return new Map([[incident.service, own], ...others.map((name) => [name, 'degraded_performance'] as const)])
}
