/** Everything the public may know, put together from the table: names of the catalog's public part, and nothing that was written for people inside. */
import { createHash } from 'node:crypto'
import { dayMs } from '../clock.ts'
import type { Context } from '../context.ts'
import type { IncidentItem } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import type { ServiceItem } from '../service/index.ts'
import * as Service from '../service/operation.ts'
import type { Maintenance } from '../silence/index.ts'
import * as Silencing from '../silence/operation.ts'
import { followed } from './follow.ts'
import { statusPageLimits as limits } from './limits.ts'
import { isOfService, type Occurrence, occurrences } from './maintenance.ts'
import { monthsBetween } from './month.ts'
import { type StatusPage, undeclaredPage } from './page.ts'
import type { Span } from './span.ts'
import {
  type ComponentStatus,
  componentWords,
  impactOf,
  type PublicImpact,
  type PublicState,
  publicStateOf,
  worseImpact,
  worseStatus,
} from './standing.ts'
import {
  liveStatusIncidents,
  pastStatusIncidents,
  type StatusIncident,
  statusIncidentEntity,
  statusPageEntity,
  statusUpdateEntity,
  updatesOf,
} from './store.ts'
import { type Uptime, uptimeOf } from './uptime.ts'

export interface PublicComponent {
  readonly id: string
  readonly name: string
  readonly group?: string | undefined
  readonly description?: string | undefined
  readonly status: ComponentStatus
  readonly sinceMs: number
  readonly changedAtMs: number
  readonly uptime: Uptime
}

export interface PublicUpdate {
  readonly id: string
  readonly state: PublicState
  readonly text: string
  readonly atMs: number
}

export interface PublicIncident {
  readonly id: string
  readonly title: string
  readonly state: PublicState
  readonly impact: PublicImpact
  readonly startedAtMs: number
  readonly changedAtMs: number
  readonly monitoringAtMs?: number | undefined
  readonly resolvedAtMs?: number | undefined
  readonly componentIds: readonly string[]
  /** The newest first. */
  readonly updates: readonly PublicUpdate[]
}

export interface PublicMaintenance extends Occurrence {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly isUnderWay: boolean
  readonly componentIds: readonly string[]
}

export interface Board {
  readonly page: StatusPage
  readonly asOfMs: number
  readonly components: readonly PublicComponent[]
  /** What the public was told of, the newest first. */
  readonly incidents: readonly PublicIncident[]
  /** Under way first, then by their begin. */
  readonly maintenances: readonly PublicMaintenance[]
  readonly impact: PublicImpact
}

/** Twelve letters, as Statuspage's ids: nothing inside can be told from it. */
export const publicId = (...parts: readonly string[]): string =>
  BigInt(`0x${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)}`)
    .toString(36)
    .padStart(12, '0')
    .slice(-12)

type PublicService = ServiceItem & {
  readonly publicAs: NonNullable<ServiceItem['publicAs']>
  readonly publicSinceMs?: number | undefined
}

/** From names inside to what the public calls them; what it does not know is not in it. */
type Names = ReadonlyMap<string, { readonly id: string; readonly name: string }>

export const pageOf = async (ctx: Context): Promise<StatusPage> =>
  (await statusPageEntity.get(ctx.store, {})) ?? undeclaredPage

export async function readBoard(ctx: Context): Promise<Board> {
  const [page, known, incidents, { maintenance }] = await Promise.all([
    pageOf(ctx),
    listPublic(ctx),
    listIncidents(ctx),
    Silencing.readMutes(ctx),
  ])
  const names = namesOf(known)
  const counted = incidents.filter(({ updates }) => page.turns === 'at-once' || updates > 0)
  const maintenances = maintenancesOf(maintenance, names, ctx.nowMs)
  const components = known.map((service) => componentOf(service, counted, { maintenances, nowMs: ctx.nowMs }))
  const told = incidents.filter(({ updates }) => updates > 0).sort((a, b) => b.startedAtMs - a.startedAtMs)
  const shown = await Promise.all(
    told
      .slice(0, limits.incidentsShown.value)
      .map(async (incident) => incidentOf(incident, await updates(ctx, incident), names)),
  )
  const impact = components.reduce<PublicImpact>((worst, { status }) => worseImpact(worst, impactOf[status]), 'none')
  return { page, asOfMs: ctx.nowMs, components, incidents: shown, maintenances, impact }
}

async function listIncidents(ctx: Context): Promise<readonly StatusIncident[]> {
  const months = monthsBetween(ctx.nowMs - limits.historyMs.value, ctx.nowMs)
  const past = { limit: limits.incidentsPerMonth.value }
  const pages = await Promise.all([
    statusIncidentEntity.queryAll(ctx.store, { ...liveStatusIncidents, limit: limits.liveIncidents.value }),
    ...months.map((monthMs) => statusIncidentEntity.queryAll(ctx.store, { ...pastStatusIncidents(monthMs), ...past })),
  ])
  return pages.flat()
}

async function updates(ctx: Context, { incidentId }: StatusIncident): Promise<readonly PublicUpdate[]> {
  const query = { ...updatesOf(incidentId), limit: limits.updatesShown.value, newestFirst: true }
  const { items } = await statusUpdateEntity.query(ctx.store, query)
  return items.map(({ number, state, text, atMs }) => ({
    id: publicId('update', incidentId, String(number)),
    state,
    text,
    atMs,
  }))
}

/** Of the services that the public knows, from what they are called inside. */
const namesOf = (services: readonly PublicService[]): Names =>
  new Map(
    services.map(({ name, publicAs }) => [name, { id: publicId('component', publicAs.name), name: publicAs.name }]),
  )

async function listPublic(ctx: Context): Promise<readonly PublicService[]> {
  const services = await Service.listPublic(ctx, limits.components.value)
  return services.flatMap((service) =>
    service.publicAs === undefined ? [] : [{ ...service, publicAs: service.publicAs }],
  )
}

/** What the public calls an incident, and how it stands. Read from the incident where nothing is noted of it yet: one event comes before another. */
export async function headOf(
  ctx: Context,
  incidentId: IncidentItem['id'],
  title: string | undefined,
): Promise<{ title: string; state: PublicState }> {
  const noted = await statusIncidentEntity.get(ctx.store, { incidentId })
  const incident = await Incident.fromId(ctx, incidentId)
  const known = noted ?? followed(incident, undefined, { atMs: incident.startedAtMs, said: { number: 1, text: '' } })
  const state = publicStateOf[incident.state]
  if (known === undefined) return { title: title ?? unnamed, state }
  const worst = worstOf(known, namesOf(await listPublic(ctx)))
  return { title: title ?? known.title ?? usualTitle(worst), state }
}

const unnamed = 'Service disturbance'
const usualTitle = ({ name, status }: { status: ComponentStatus; name?: string }): string =>
  name === undefined ? unnamed : `${name}: ${componentWords[status].toLowerCase()}`

const spansOf = (service: string, incidents: readonly StatusIncident[]): readonly Span[] =>
  incidents.flatMap(({ spans }) => spans.filter((span) => span.service === service))

function componentOf(
  { name, publicAs, publicSinceMs }: PublicService,
  incidents: readonly StatusIncident[],
  { maintenances, nowMs }: { maintenances: readonly PublicMaintenance[]; nowMs: number },
): PublicComponent {
  const id = publicId('component', publicAs.name)
  const spans = spansOf(name, incidents)
  const isMaintained = maintenances.some(({ isUnderWay, componentIds }) => isUnderWay && componentIds.includes(id))
  const open = spans.filter(({ untilMs }) => untilMs === undefined)
  const status = open.reduce<ComponentStatus>(
    (worst, span) => worseStatus(worst, span.status),
    isMaintained ? 'under_maintenance' : 'operational',
  )
  const sinceMs = publicSinceMs ?? nowMs
  const changes = spans.map(({ fromMs, untilMs }) => untilMs ?? fromMs)
  const days = limits.historyMs.value / dayMs
  return {
    id,
    name: publicAs.name,
    group: publicAs.group,
    description: publicAs.description,
    status,
    sinceMs,
    changedAtMs: Math.max(sinceMs, ...changes),
    uptime: uptimeOf(spans, { nowMs, sinceMs, days }),
  }
}

/** The worst that a component ever was because of it, and which. */
function worstOf({ spans }: StatusIncident, names: Names): { status: ComponentStatus; name?: string } {
  const known = spans.flatMap(({ service, status }) => {
    const name = names.get(service)?.name
    return name === undefined ? [] : [{ status, name }]
  })
  return known.reduce<{ status: ComponentStatus; name?: string }>(
    (worst, one) => (worst.name === undefined || worseStatus(worst.status, one.status) !== worst.status ? one : worst),
    { status: 'operational' },
  )
}

function incidentOf(incident: StatusIncident, told: readonly PublicUpdate[], names: Names): PublicIncident {
  const worst = worstOf(incident, names)
  const harmed = incident.spans.map(({ service }) => service)
  const ids = [...new Set([...harmed, incident.service])].flatMap((name) => names.get(name)?.id ?? [])
  const { state, startedAtMs, changedAtMs, monitoringAtMs, resolvedAtMs } = incident
  return {
    id: publicId('incident', incident.incidentId),
    title: incident.title ?? usualTitle(worst),
    state,
    impact: impactOf[worst.status],
    startedAtMs,
    changedAtMs: Math.max(changedAtMs, told[0]?.atMs ?? 0),
    monitoringAtMs,
    resolvedAtMs,
    componentIds: ids,
    updates: told,
  }
}

function maintenancesOf(windows: readonly Maintenance[], names: Names, nowMs: number): readonly PublicMaintenance[] {
  const found = windows.flatMap((window): PublicMaintenance[] => {
    const services = [...names].filter(([name]) => isOfService(window, name)).map(([, one]) => one)
    if (services.length === 0) return []
    const title = `Scheduled maintenance: ${services.map(({ name }) => name).join(', ')}`.slice(0, 300)
    return occurrences(window, nowMs, nowMs + limits.maintenanceMs.value).map((time) => ({
      ...time,
      id: publicId('maintenance', window.name, String(time.fromMs)),
      title,
      text: window.announcement ?? 'We maintain this part of the service in this time.',
      isUnderWay: time.fromMs <= nowMs && nowMs < time.untilMs,
      componentIds: services.map(({ id }) => id),
    }))
  })
  return found.sort((a, b) => a.fromMs - b.fromMs).slice(0, limits.incidentsShown.value)
}
