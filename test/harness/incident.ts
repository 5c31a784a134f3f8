/** What stories of incidents are told with: alert groups as correlation publishes them, and looks at incidents. */
import type { DomainEvent } from '@houston/core/event.ts'
import { eventId } from '@houston/core/event.ts'
import type { Figures, IncidentItem } from '@houston/core/incident'
import type { Houston } from './houston.ts'

export interface GroupChoice {
  readonly groupId?: string
  readonly service?: string
  readonly severity?: 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4'
  readonly pages?: boolean
  readonly startedAtMs?: number
  readonly releaseId?: string
  readonly services?: readonly string[]
}

const envelope = (type: string, id: string, sequence: number, atMs: number, data: object) => ({
  id: eventId.derive(atMs, type, id, String(sequence)),
  type,
  version: 1,
  time: new Date(atMs).toISOString(),
  actor: 'system:Correlate',
  correlationId: `cor_${id}`,
  aggregate: { noun: 'group', id, sequence },
  data,
})

export function groupOpenedDetail(nowMs: number, choice: GroupChoice = {}, type = 'group.opened', sequence = 1) {
  const { groupId = 'grp_0000000000000001', service = 'checkout', severity = 'SEV1', pages = true } = choice
  const services = choice.services ?? [service]
  return envelope(type, groupId, sequence, nowMs, {
    groupId,
    service,
    services,
    serviceCount: services.length,
    title: `${service} fails`,
    severity,
    severitySentence: 'impact unknown; tier 1',
    startedAtMs: choice.startedAtMs ?? nowMs,
    alertCount: 3,
    firingCount: 3,
    pages,
    causes: [{ kind: 'change', name: `${service} v2`, probability: 0.9, reasons: [] }],
    ...(choice.releaseId !== undefined && { releaseId: choice.releaseId }),
    ...(type === 'group.changed' && { sentence: 'it grew' }),
  })
}

/** Correlation says that a group opened or changed; the same detail again is the same event delivered again. */
export async function openGroup(houston: Houston, choice: GroupChoice = {}) {
  const detail = groupOpenedDetail(houston.nowMs, choice)
  await houston.putEvent('houston.group', 'group.opened', detail)
  return detail
}

export async function resolveGroup(houston: Houston, groupId = 'grp_0000000000000001', service = 'checkout') {
  const data = { groupId, service, resolvedAtMs: houston.nowMs, sentence: 'Nothing in it fires any more.' }
  const detail = envelope('group.resolved', groupId, 9, houston.nowMs, data)
  await houston.putEvent('houston.group', 'group.resolved', detail)
  return detail
}

export async function liveIncidents(houston: Houston): Promise<IncidentItem[]> {
  return (await houston.accepted<{ items: IncidentItem[] }>('incident.list', {})).items
}

/** The one incident there is. */
export async function onlyIncident(houston: Houston): Promise<IncidentItem> {
  const items = await liveIncidents(houston)
  const [incident] = items
  if (incident === undefined || items.length !== 1) throw new Error(`${items.length} incidents are live, not one`)
  return incident
}

export const incidentView = (houston: Houston, incidentId: string) =>
  houston.accepted<{ incident: IncidentItem; figures: Figures }>('incident.get', { incidentId })

export async function incidentTimeline(houston: Houston, incidentId: string): Promise<DomainEvent[]> {
  return (await houston.accepted<{ items: DomainEvent[] }>('incident.timeline', { incidentId })).items
}

/** Types without the noun, in the order of writing. */
export async function incidentStory(houston: Houston, incidentId: string): Promise<string[]> {
  return (await incidentTimeline(houston, incidentId)).map(({ type }) => type.replace('incident.', ''))
}

/** Events that any incident brings on its way. */
export const incidentUnderWay = [
  'group.opened',
  'group.changed',
  'group.resolved',
  'incident.opened',
  'incident.joined',
  'incident.assessed',
  'incident.acknowledged',
  'incident.role-assigned',
  'incident.noted',
  'incident.communication-begun',
  'incident.communication-due',
  'incident.communicated',
  'incident.restoration-requested',
  'incident.restoration-checked',
  'incident.remedy-recorded',
  'incident.cause-identified',
  'incident.resolved',
  'notice.planned',
  'notice.ended',
  'incident.monitored',
  'incident.closed',
  'review.drafted',
] as const
