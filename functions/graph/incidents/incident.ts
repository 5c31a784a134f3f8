/** Incidents: one, listings, and those of many services at once. */
import type { Actor } from '@houston/core/actor.ts'
import type { Context } from '@houston/core/context.ts'
import {
  type IncidentId,
  type IncidentItem,
  incidentActions,
  incidentStateMeanings,
  incidentUnknown,
  isEnded,
  roleNames,
} from '@houston/core/incident'
import * as Incident from '@houston/core/incident/surface.ts'
import { edge, field, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime, dateTimeOrNull, dayMs, enumValue } from '../../middleware/graph-time.ts'
import type {
  IncidentAction,
  Incident as IncidentNode,
  QueryIncidentArgs,
  QueryIncidentsArgs,
  ServiceIncidentsArgs,
} from '../generated/incidents.ts'

/** What the console offers, in the order in which an incident needs it. */
const offered = [
  { action: 'acknowledge', operation: Incident.acknowledge },
  { action: 'assign', operation: Incident.assign },
  { action: 'change-severity', operation: Incident.setSeverity },
  { action: 'open-war-room', operation: Incident.openWarRoom },
  { action: 'note', operation: Incident.note },
  { action: 'assess', operation: Incident.assess },
  { action: 'identify-cause', operation: Incident.identifyCause },
  { action: 'communicate', operation: Incident.communicate },
  { action: 'request-check', operation: Incident.requestCheck },
  { action: 'resolve', operation: Incident.resolve },
  { action: 'close', operation: Incident.close },
] as const

export const actionsOf = ({ state }: Pick<IncidentItem, 'state'>, actor: Actor): IncidentAction[] =>
  offered.map(({ action, operation }) => {
    const states: readonly string[] = incidentActions[action]
    const allowed: readonly string[] = operation.allowedTo
    const wrongState = `Possible only while the incident is ${states.join(', ')}; it is ${state}.`
    const wrongRole = `Needs one of the roles ${allowed.join(', ')}.`
    const isOfRole = actor.roles.some((role) => allowed.includes(role))
    const reason = states.includes(state) ? (isOfRole ? null : wrongRole) : wrongState
    return { command: operation.name, isAllowed: reason === null, reason }
  })

export const nodeOf =
  ({ actor }: Context) =>
  (incident: IncidentItem): IncidentNode => ({
    id: incident.id,
    serviceName: incident.service,
    serviceNames: [...incident.services],
    title: incident.title,
    owner: incident.owner,
    state: enumValue(incident.state),
    stateMeaning: incidentStateMeanings[incident.state],
    isEnded: isEnded(incident.state),
    severity: incident.severity,
    openedBy: incident.openedBy,
    groupId: incident.groupId,
    releaseId: incident.releaseId,
    runbook: incident.runbook,
    roles: roleNames.map((role) => ({ role, person: incident.roles[role] })),
    channel: incident.channel,
    bridge: incident.bridge,
    groupsFiring: incident.groupsFiring,
    customerReports: incident.customerReports,
    startedAt: dateTime(incident.startedAtMs),
    detectedAt: dateTime(incident.detectedAtMs),
    openedAt: dateTime(incident.openedAtMs),
    acknowledgedAt: dateTimeOrNull(incident.acknowledgedAtMs),
    resolvedAt: dateTimeOrNull(incident.resolvedAtMs),
    closedAt: dateTimeOrNull(incident.closedAtMs),
    mergedInto: incident.mergedInto,
    actions: actionsOf(incident, actor),
  })

export const incident = field(async (ctx, { id }: QueryIncidentArgs) => {
  try {
    return nodeOf(ctx)(await Incident.fromId(ctx, id as IncidentId))
  } catch (error) {
    if (incidentUnknown.is(error)) return null
    throw error
  }
})

export const incidents = field((ctx, { filter, ...args }: QueryIncidentsArgs) =>
  connection(
    args,
    (page) =>
      Incident.list(ctx, {
        ...page,
        ...(filter?.service && { service: filter.service }),
        ...(filter?.endedOn && { endedOnMs: dayMs(filter.endedOn) }),
      }),
    nodeOf(ctx),
  ),
)

type Named = { readonly name: string }

export const incidentsOfService = edge((ctx, rows: readonly Row<Named, ServiceIncidentsArgs>[]) =>
  Promise.all(
    rows.map(({ source, args }) =>
      connection(args, (page) => Incident.list(ctx, { ...page, service: source.name }), nodeOf(ctx)),
    ),
  ),
)

/** One reading of all whose harm goes on, whatever number of services asks. */
export const openOfService = edge(async (ctx, rows: readonly Row<Named>[]) => {
  const active = await Incident.listActive(ctx)
  return rows.map(({ source: { name } }) =>
    active.filter(({ service, services }) => service === name || services.includes(name)).map(nodeOf(ctx)),
  )
})

export const openOfRelease = edge(async (ctx, rows: readonly Row<{ readonly id: string }>[]) => {
  const active = await Incident.listActive(ctx)
  return rows.map(({ source: { id } }) => active.filter(({ releaseId }) => releaseId === id).map(nodeOf(ctx)))
})
