/** Incidents as people read them in a terminal. */
import { isoTime } from '@houston/core/clock.ts'
import { formatDuration } from '@houston/core/duration.ts'
import type { DomainEvent } from '@houston/core/event.ts'
import type { Figures, IncidentItem } from '@houston/core/incident'
import { paint, table } from '../output.ts'

const clock = (atMs: number): string => `${isoTime(atMs).slice(0, 19).replace('T', ' ')}Z`
const span = (durationMs: number | null): string => (durationMs === null ? '–' : formatDuration(durationMs))

export function incidentTable(items: readonly IncidentItem[]): string {
  if (items.length === 0) return 'No incident.'
  const row = ({ id, severity, state, service, roles, title, openedAtMs }: IncidentItem): string[] => [
    id,
    severity,
    state,
    service,
    roles.commander ?? '',
    clock(openedAtMs),
    title,
  ]
  return table(['incident', 'severity', 'state', 'service', 'commander', 'opened', 'title'], items.map(row))
}

export function incidentText(incident: IncidentItem, figures: Figures): string {
  const { id, severity, state, service, title, roles, owner, channel, bridge } = incident
  const people = Object.entries(roles).map(([role, person]) => `${role}: ${person}`)
  const lines = [
    `${paint('bold', `${severity} ${title}`)}  ${id}`,
    `${state}, service ${service} of ${owner}, since ${clock(incident.startedAtMs)}`,
    people.length === 0 ? 'Nobody has a role yet.' : people.join('  '),
    ...(channel === undefined && bridge === undefined
      ? []
      : [`War room: ${[channel, bridge].filter(Boolean).join(' ')}`]),
    '',
    figuresTable(figures),
  ]
  return lines.join('\n')
}

/** Each phase with the reference beside it. */
export function figuresTable({ phases, detectMs, acknowledgeMs, restoreMs }: Figures): string {
  const rows = phases.map(({ title, sinceStartMs, tookMs, referenceSinceStartMs, referenceMs }) => [
    title,
    span(sinceStartMs),
    formatDuration(referenceSinceStartMs),
    span(tookMs),
    formatDuration(referenceMs),
  ])
  return [
    table(['phase', 'since start', 'reference', 'took', 'reference'], rows),
    `time to detect ${span(detectMs)}, to acknowledge ${span(acknowledgeMs)}, to restore ${span(restoreMs)}`,
  ].join('\n')
}

/** By when it happened; what was written down later than a second after says so. */
export function timelineText(events: readonly DomainEvent[]): string {
  const rows = [...events]
    .sort((one, other) => Number(one.data.happenedAtMs) - Number(other.data.happenedAtMs))
    .map(({ type, data }) => {
      const lateMs = Number(data.recordedAtMs) - Number(data.happenedAtMs)
      const late = lateMs > 1_000 ? ` (written ${formatDuration(lateMs)} later)` : ''
      return [
        clock(Number(data.happenedAtMs)),
        type.replace('incident.', ''),
        String(data.source),
        `${data.sentence}${late}`,
      ]
    })
  return table(['happened', 'what', 'source', ''], rows)
}
