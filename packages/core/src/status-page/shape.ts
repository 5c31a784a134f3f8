/** The board in the shape of Statuspage's public API, version 2, which programs of others read already. */
import { isoTime } from '../clock.ts'
import type { Board, PublicComponent, PublicIncident, PublicMaintenance, PublicUpdate } from './board.ts'
import { publicId } from './board.ts'

const pageId = ({ page }: Board): string => publicId('page', page.name)
const isoOrNull = (timeMs: number | undefined): string | null => (timeMs === undefined ? null : isoTime(timeMs))

const pageShape = (board: Board) => ({
  id: pageId(board),
  name: board.page.title,
  url: board.page.url,
  time_zone: board.page.timeZone,
  updated_at: isoTime(board.asOfMs),
})

const descriptions = {
  none: 'All Systems Operational',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
} as const

export function statusShape({ impact, components }: Board) {
  if (impact === 'none' && components.some(({ status }) => status === 'under_maintenance'))
    return { indicator: 'maintenance', description: 'Service Under Maintenance' }
  return { indicator: impact, description: descriptions[impact] }
}

function groupsOf(board: Board): readonly string[] {
  return [...new Set(board.components.flatMap(({ group }) => group ?? []))].sort()
}

function componentShape(board: Board, component: PublicComponent, position: number) {
  const { id, name, description = null, group, status, sinceMs, changedAtMs } = component
  return {
    id,
    name,
    status,
    created_at: isoTime(sinceMs),
    updated_at: isoTime(changedAtMs),
    position,
    description,
    showcase: true,
    start_date: isoTime(sinceMs).slice(0, 10),
    group_id: group === undefined ? null : publicId('group', group),
    page_id: pageId(board),
    group: false,
    only_show_if_degraded: false,
  }
}

function groupShape(board: Board, name: string, position: number) {
  const members = board.components.filter(({ group }) => group === name)
  const worst = worstFirst.find((status) => members.some((member) => member.status === status)) ?? 'operational'
  return {
    id: publicId('group', name),
    name,
    status: worst,
    created_at: isoTime(Math.min(...members.map(({ sinceMs }) => sinceMs))),
    updated_at: isoTime(Math.max(...members.map(({ changedAtMs }) => changedAtMs))),
    position,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: pageId(board),
    group: true,
    only_show_if_degraded: false,
    components: members.map(({ id }) => id),
  }
}
const worstFirst = ['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance'] as const

export const componentShapes = (board: Board) => [
  ...board.components.map((component, index) => componentShape(board, component, index + 1)),
  ...groupsOf(board).map((name, index) => groupShape(board, name, index + 1)),
]

const updateShape = (incidentId: string, { id, state, text, atMs }: PublicUpdate) => ({
  id,
  status: state,
  body: text,
  incident_id: incidentId,
  created_at: isoTime(atMs),
  updated_at: isoTime(atMs),
  display_at: isoTime(atMs),
  affected_components: null,
  deliver_notifications: true,
  custom_tweet: null,
  tweet_id: null,
})

export const incidentUrl = ({ page }: Board, id: string): string => `${page.url || '/status'}/incidents/${id}`

function incidentShape(board: Board, incident: PublicIncident) {
  const { id, title, state, impact, startedAtMs, changedAtMs, monitoringAtMs, resolvedAtMs, updates } = incident
  return {
    id,
    name: title,
    status: state,
    created_at: isoTime(updates.at(-1)?.atMs ?? startedAtMs),
    updated_at: isoTime(changedAtMs),
    monitoring_at: isoOrNull(monitoringAtMs),
    resolved_at: isoOrNull(resolvedAtMs),
    impact,
    shortlink: incidentUrl(board, id),
    started_at: isoTime(startedAtMs),
    page_id: pageId(board),
    incident_updates: updates.map((update) => updateShape(id, update)),
    components: affected(board, incident.componentIds),
    reminder_intervals: null,
  }
}

const affected = (board: Board, ids: readonly string[]) =>
  board.components.flatMap((component, index) =>
    ids.includes(component.id) ? [componentShape(board, component, index + 1)] : [],
  )

function maintenanceShape(board: Board, maintenance: PublicMaintenance) {
  const { id, title, text, fromMs, untilMs, isUnderWay, componentIds } = maintenance
  const state = isUnderWay ? 'in_progress' : 'scheduled'
  const update = {
    ...updateShape(id, { id: publicId('update', id), state: 'identified', text, atMs: fromMs }),
    status: state,
  }
  return {
    id,
    name: title,
    status: state,
    created_at: isoTime(fromMs),
    updated_at: isoTime(fromMs),
    monitoring_at: null,
    resolved_at: null,
    impact: 'maintenance',
    shortlink: incidentUrl(board, id),
    started_at: isoTime(fromMs),
    page_id: pageId(board),
    incident_updates: [update],
    components: affected(board, componentIds),
    scheduled_for: isoTime(fromMs),
    scheduled_until: isoTime(untilMs),
  }
}

const unresolved = ({ incidents }: Board) => incidents.filter(({ state }) => state !== 'resolved')
const incidentShapes = (board: Board, incidents: readonly PublicIncident[]) =>
  incidents.map((incident) => incidentShape(board, incident))
const maintenanceShapes = (board: Board, wanted: (one: PublicMaintenance) => boolean) =>
  board.maintenances.filter(wanted).map((one) => maintenanceShape(board, one))

/** The files of the API, by their path below `/api/v2/`. */
export const documents: Readonly<Record<string, (board: Board) => object>> = {
  'summary.json': (board) => ({
    page: pageShape(board),
    components: componentShapes(board),
    incidents: incidentShapes(board, unresolved(board)),
    scheduled_maintenances: maintenanceShapes(board, () => true),
    status: statusShape(board),
  }),
  'status.json': (board) => ({ page: pageShape(board), status: statusShape(board) }),
  'components.json': (board) => ({ page: pageShape(board), components: componentShapes(board) }),
  'incidents.json': (board) => ({ page: pageShape(board), incidents: incidentShapes(board, board.incidents) }),
  'incidents/unresolved.json': (board) => ({
    page: pageShape(board),
    incidents: incidentShapes(board, unresolved(board)),
  }),
  'scheduled-maintenances.json': (board) => ({
    page: pageShape(board),
    scheduled_maintenances: maintenanceShapes(board, () => true),
  }),
  'scheduled-maintenances/active.json': (board) => ({
    page: pageShape(board),
    scheduled_maintenances: maintenanceShapes(board, ({ isUnderWay }) => isUnderWay),
  }),
  'scheduled-maintenances/upcoming.json': (board) => ({
    page: pageShape(board),
    scheduled_maintenances: maintenanceShapes(board, ({ isUnderWay }) => !isUnderWay),
  }),
}
