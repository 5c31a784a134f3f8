/** How an incident begins: by an alert group, a person or an external status, or by joining the one that is open already. */

import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { TableWrite } from '../port/table.ts'
import { type ServiceItem, serviceUnknown } from '../service/index.ts'
import * as Service from '../service/operation.ts'
import { moreSevere, type Severity } from '../severity.ts'
import { noHash } from './chain.ts'
import { appended, changeIncident, type Entry, entry, fromId, type IncidentChange } from './change.ts'
import { incidentAssessed, incidentJoined, incidentOpened, incidentRelapsed, incidentSeverityChanged } from './event.ts'
import { type IncidentItem, incidentId, type openedByKinds, type StatedImpact } from './incident.ts'
import { decideIncidentSeverity } from './severity.ts'
import { isLive } from './state.ts'
import { incidentEntity, incidentLinkEntity, incidentLockEntity, type linkKinds } from './store.ts'

/** A sign of harm that wants an incident. */
export interface Sign {
  readonly service: string
  readonly services: readonly string[]
  readonly title: string
  readonly openedBy: (typeof openedByKinds)[number]
  /** Of the alerts. */
  readonly severity?: Severity
  readonly severitySentence?: string
  /** As a person set it: no rule changes it. */
  readonly pinned?: Severity
  readonly impact: StatedImpact
  readonly customerReports: number
  readonly startedAtMs: number
  readonly detectedAtMs: number
  readonly source: string
  /** What later news of the same thing is found by. */
  readonly link?: { readonly kind: (typeof linkKinds)[number]; readonly name: string }
  readonly groupId?: string
  readonly releaseId?: string
  readonly runbook?: string
  readonly owner?: string
  /** A first judgement that comes with it, such as the alerts' likely cause. */
  readonly assessment?: string
  /** A person wants an incident of its own beside the one that is open. */
  readonly separate?: boolean
  readonly once?: string
}

export interface Opened {
  readonly incident: IncidentItem
  readonly kind: 'opened' | 'joined'
}

/** Opens an incident, or joins the open one of the service. The service's lock makes two signs at one instant one incident. */
export function openOrJoin(ctx: Context, sign: Sign): Promise<Opened> {
  return withRetryOnConflict(async () => {
    const known = sign.link && (await incidentLinkEntity.get(ctx.store, sign.link))
    if (known !== undefined) return { incident: await fromId(ctx, known.incidentId), kind: 'joined' as const }
    const lock = await incidentLockEntity.get(ctx.store, { service: sign.service })
    const current = lock?.incidentId === undefined ? undefined : await fromId(ctx, lock.incidentId)
    if (current !== undefined && isLive(current.state) && sign.separate !== true) return join(ctx, current, sign)
    return open(ctx, sign, lock)
  })
}

async function open(
  ctx: Context,
  sign: Sign,
  lock: { service: string; incidentId?: string | undefined; revision: number } | undefined,
): Promise<Opened> {
  const service = await serviceOf(ctx, sign.service)
  const { incident: begun, decided } = beginning(ctx, sign, service)
  const { incident, events } = appended(ctx, begun, openingEntries(sign, begun, decided))
  const holds = sign.separate === true && lock?.incidentId !== undefined
  const held = { service: sign.service, incidentId: incident.id, revision: lock?.revision ?? 0 }
  const locked = holds ? [] : [lock === undefined ? incidentLockEntity.create(held) : incidentLockEntity.replace(held)]
  const { kind } = await commit(ctx, {
    writes: [incidentEntity.create(incident), ...locked, ...linked(sign, incident)],
    events,
    ...(sign.once !== undefined && { once: sign.once }),
  })
  // The same sign came before and its answer was lost: whatever is open is what it opened.
  if (kind === 'repeated') return { incident: await liveOf(ctx, sign.service), kind: 'joined' }
  return { incident: { ...incident, revision: 1 }, kind: 'opened' }
}

async function liveOf(ctx: Context, service: string): Promise<IncidentItem> {
  const lock = await incidentLockEntity.get(ctx.store, { service })
  if (lock?.incidentId === undefined) throw serviceUnknown(service)
  return fromId(ctx, lock.incidentId)
}

const linked = ({ link }: Sign, { id }: IncidentItem): readonly TableWrite[] =>
  link === undefined ? [] : [incidentLinkEntity.create({ ...link, incidentId: id, isOver: false, revision: 0 })]

/** Alerts may speak of a service that the catalog does not have: that is no reason to stay silent. */
async function serviceOf(ctx: Context, name: string): Promise<ServiceItem | undefined> {
  try {
    return await Service.fromName(ctx, name)
  } catch (error) {
    if (serviceUnknown.is(error)) return undefined
    throw error
  }
}

function beginning(ctx: Context, sign: Sign, service: ServiceItem | undefined) {
  const { impact, customerReports } = sign
  const decided = decideIncidentSeverity({ impact, customerReports, tier: service?.tier, alerts: sign.severity })
  const id = incidentId.create(ctx.nowMs, ctx.random)
  const incident: IncidentItem = {
    id,
    service: sign.service,
    services: [...new Set(sign.services)].slice(0, 100),
    title: sign.title.slice(0, 300),
    owner: sign.owner ?? service?.owner ?? 'unknown',
    state: 'open',
    severity: sign.pinned ?? decided.severity,
    severityPinned: sign.pinned !== undefined,
    impact,
    customerReports,
    openedBy: sign.openedBy,
    ...(sign.groupId !== undefined && { groupId: sign.groupId }),
    ...(sign.releaseId !== undefined && { releaseId: sign.releaseId }),
    ...(sign.runbook !== undefined && { runbook: sign.runbook }),
    groups: sign.openedBy === 'alert-group' ? 1 : 0,
    groupsFiring: sign.openedBy === 'alert-group' ? 1 : 0,
    isAssessed: sign.assessment !== undefined,
    roles: {},
    correlationId: ctx.correlationId,
    // A source's clock may run ahead of ours: nothing begins after it was heard of.
    startedAtMs: Math.min(sign.startedAtMs, ctx.nowMs),
    detectedAtMs: Math.min(sign.detectedAtMs, ctx.nowMs),
    openedAtMs: ctx.nowMs,
    restorationRound: 0,
    communicationRound: 0,
    changedAtMs: ctx.nowMs,
    sequence: 0,
    headHash: noHash,
    revision: 0,
  }
  return { incident, decided: sign.pinned === undefined ? decided : { ...decided, sentence: 'set by a person' } }
}

function openingEntries(sign: Sign, incident: IncidentItem, decided: { sentence: string }): readonly Entry[] {
  const { title, owner, openedBy, startedAtMs, detectedAtMs, openedAtMs, severity } = incident
  const sentence = `${severity} ${title} (${sign.severitySentence ?? decided.sentence})`
  const { groupId, releaseId, runbook } = incident
  const opened = entry(
    incidentOpened,
    { sentence, source: sign.source },
    { title, owner, openedBy, groupId, releaseId, runbook, startedAtMs, detectedAtMs, openedAtMs },
  )
  if (sign.assessment === undefined) return [opened]
  return [opened, entry(incidentAssessed, { sentence: sign.assessment, source: sign.source }, { by: sign.source })]
}

/** One more sign of the same harm: counted, perhaps graver; a harm that was over is back. */
async function join(ctx: Context, current: IncidentItem, sign: Sign): Promise<Opened> {
  const incident = await changeIncident(ctx, current.id, (found) => joining(ctx, found, sign))
  return { incident, kind: 'joined' }
}

function joining(ctx: Context, found: IncidentItem, sign: Sign): IncidentChange {
  const { openedBy, groupId } = sign
  const customerReports = found.customerReports + sign.customerReports
  const said = { source: sign.source, happenedAtMs: Math.min(sign.detectedAtMs, ctx.nowMs) }
  const joined = entry(
    incidentJoined,
    { ...said, sentence: `${sign.title} belongs to it.` },
    { openedBy, groupId, customerReports: sign.customerReports },
  )
  const impact = { ...found.impact, ...sign.impact }
  const raised = raisedSeverity({ ...found, impact, customerReports }, sign)
  const back = found.state === 'resolved'
  const sentence = 'A new sign of it came while it was watched: the harm is back.'
  return {
    facts: {
      customerReports,
      impact,
      ...(openedBy === 'alert-group' && { groups: found.groups + 1, groupsFiring: found.groupsFiring + 1 }),
      services: [...new Set([...found.services, ...sign.services])].slice(0, 100),
      startedAtMs: Math.min(found.startedAtMs, sign.startedAtMs),
      ...(found.releaseId === undefined && sign.releaseId !== undefined && { releaseId: sign.releaseId }),
      ...(raised !== undefined && { severity: raised.severity }),
      ...(back && { state: 'mitigating' as const, resolvedAtMs: undefined }),
    },
    entries: [
      joined,
      ...(raised === undefined ? [] : [severityEntry(found.severity, raised, sign.source)]),
      ...(back ? [entry(incidentRelapsed, { sentence, source: sign.source }, { reason: 'new-sign' })] : []),
    ],
    writes: linked(sign, found),
    ...(sign.once !== undefined && { once: sign.once }),
  }
}

/** A graver severity by what is known now; never a lower one, and none where a person set it. */
export function raisedSeverity(
  found: Pick<IncidentItem, 'severity' | 'severityPinned' | 'impact' | 'customerReports'>,
  { severity: alerts }: Pick<Sign, 'severity'>,
) {
  if (found.severityPinned) return undefined
  const { impact, customerReports } = found
  // What is not known again does not count: only the new facts may raise it.
  const decided = decideIncidentSeverity({ impact, customerReports, alerts: alerts ?? found.severity })
  return decided.severity !== found.severity && moreSevere(decided.severity, found.severity) === decided.severity
    ? decided
    : undefined
}

export const severityEntry = (
  before: Severity,
  { severity, reason, sentence }: { severity: Severity; reason: string; sentence: string },
  source: string,
  by = source,
): Entry =>
  // The entry is written behind the change, so the fact itself carries the new severity.
  entry(
    incidentSeverityChanged,
    { sentence: `${before} becomes ${severity}: ${sentence}.`, source },
    { before, reason, by },
  )
