/** What incidents hear of alert groups. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { type GroupCause, groupFactsShape, groupResolved } from '../correlation/index.ts'
import { defineOperation } from '../operation.ts'
import { changeIncident, entry, onceFor, wholeOf } from './change.ts'
import { incidentAssessed, incidentNoted } from './event.ts'
import type { IncidentItem } from './incident.ts'
import { type Opened, openOrJoin, raisedSeverity, severityEntry } from './open.ts'
import { requestedCheck } from './restoration.ts'
import { isLive } from './state.ts'
import { incidentLinkEntity } from './store.ts'

const groupFactsSchema = z.object(groupFactsShape)
export type GroupFacts = z.output<typeof groupFactsSchema>

const source = 'alerts'
const percent = (share: number): string => `${Math.round(share * 100)} %`

/** The likeliest causes in words; undefined where none is known. */
function assessmentOf(causes: readonly GroupCause[]): string | undefined {
  const likely = causes.filter(({ kind }) => kind !== 'unknown').slice(0, 3)
  if (likely.length === 0) return undefined
  return `Likely: ${likely.map(({ kind, name, probability }) => `${kind} ${name} (${percent(probability)})`).join(', ')}.`
}

async function incidentOfGroup(ctx: Context, groupId: string): Promise<IncidentItem['id'] | undefined> {
  const link = await incidentLinkEntity.get(ctx.store, { kind: 'group', name: groupId })
  return link && wholeOf(ctx, link.incidentId)
}

/** A group that is worth a page opens an incident or joins one; one that is not is left to the alerts. */
export const takeGroup = /* @__PURE__ */ defineOperation(
  { name: 'incident.take-group', summary: 'Take an alert group', input: groupFactsSchema, allowedTo: [] },
  async (ctx, group): Promise<Opened | { kind: 'left'; reason: 'wakes-nobody' }> => {
    const known = await incidentOfGroup(ctx, group.groupId)
    if (known !== undefined) return { incident: await followGroup(ctx, known, group), kind: 'joined' }
    if (!group.pages) return { kind: 'left', reason: 'wakes-nobody' }
    const assessment = assessmentOf(group.causes)
    return openOrJoin(ctx, {
      service: group.service,
      services: group.services,
      title: group.title,
      openedBy: 'alert-group',
      severity: group.severity,
      severitySentence: group.severitySentence,
      impact: {},
      customerReports: 0,
      startedAtMs: group.startedAtMs,
      detectedAtMs: ctx.nowMs,
      source,
      link: { kind: 'group', name: group.groupId },
      groupId: group.groupId,
      ...(group.releaseId !== undefined && { releaseId: group.releaseId }),
      ...(group.runbook !== undefined && { runbook: group.runbook }),
      ...(group.owner !== undefined && { owner: group.owner }),
      ...(assessment !== undefined && { assessment }),
      ...onceFor(ctx, 'incident.take-group'),
    })
  },
)

/** The group grew: perhaps it is graver, or its cause is known now. */
function followGroup(ctx: Context, id: IncidentItem['id'], group: GroupFacts): Promise<IncidentItem> {
  return changeIncident(ctx, id, (incident) => {
    if (!isLive(incident.state)) return undefined
    const raised = raisedSeverity(incident, group)
    const services = [...new Set([...incident.services, ...group.services])].slice(0, 100)
    const isWider = services.length > incident.services.length
    const newRelease = incident.releaseId === undefined ? group.releaseId : undefined
    const cause = assessmentOf(group.causes)
    const isFirst = cause !== undefined && !incident.isAssessed
    if (raised === undefined && !isWider && newRelease === undefined && !isFirst) return undefined
    const sentence = `The alerts changed: ${group.alertCount} alerts at ${services.join(', ')}. ${cause ?? ''}`.trim()
    return {
      facts: {
        services,
        ...(raised !== undefined && { severity: raised.severity }),
        ...(newRelease !== undefined && { releaseId: newRelease }),
        ...(isFirst && { isAssessed: true }),
      },
      entries: [
        entry(incidentNoted, { sentence, source }, { kind: 'fact', by: source }),
        ...(isFirst ? [entry(incidentAssessed, { sentence: cause, source }, { by: source })] : []),
        ...(raised === undefined ? [] : [severityEntry(incident.severity, raised, source)]),
      ],
      ...onceFor(ctx, 'incident.follow-group'),
    }
  })
}

/** Nothing in the group fires any more: noted, and the service is measured. */
export const takeGroupResolved = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.take-group-resolved',
    summary: 'Take the end of an alert group',
    input: groupResolved.dataSchema,
    allowedTo: [],
  },
  async (ctx, { groupId, resolvedAtMs, sentence }): Promise<{ incidentId?: string }> => {
    const link = await incidentLinkEntity.get(ctx.store, { kind: 'group', name: groupId })
    if (link === undefined || link.isOver) return {}
    const happenedAtMs = Math.min(resolvedAtMs, ctx.nowMs)
    const incidentId = await wholeOf(ctx, link.incidentId)
    await changeIncident(ctx, incidentId, (incident) => {
      if (!isLive(incident.state)) return undefined
      const groupsFiring = Math.max(0, incident.groupsFiring - 1)
      const noted = entry(incidentNoted, { sentence, source, happenedAtMs }, { kind: 'fact', by: source })
      const check = groupsFiring === 0 ? requestedCheck(incident, 'Its alerts are over', source) : undefined
      return {
        facts: { ...check?.facts, groupsFiring },
        entries: [noted, ...(check?.entries ?? [])],
        writes: [incidentLinkEntity.replace({ ...link, isOver: true })],
        ...onceFor(ctx, 'incident.take-group-resolved'),
      }
    })
    return { incidentId }
  },
)

/** A status page of others is well again: noted, and the service is measured. */
export const takeExternalEnd = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.take-external-end',
    summary: 'Take the end of what a status page of others said',
    input: z.object({ name: z.string(), sentence: z.string() }),
    allowedTo: [],
  },
  async (ctx, { name, sentence }): Promise<{ incidentId?: string }> => {
    const link = await incidentLinkEntity.get(ctx.store, { kind: 'external-status', name })
    if (link === undefined || link.isOver) return {}
    const incidentId = await wholeOf(ctx, link.incidentId)
    await changeIncident(ctx, incidentId, (incident) => {
      if (!isLive(incident.state)) return undefined
      const noted = entry(incidentNoted, { sentence, source: 'status page' }, { kind: 'fact', by: 'status page' })
      const check = requestedCheck(incident, 'The status page is well again', 'status page')
      return {
        facts: { ...check?.facts },
        entries: [noted, ...(check?.entries ?? [])],
        writes: [incidentLinkEntity.replace({ ...link, isOver: true })],
      }
    })
    return { incidentId }
  },
)
