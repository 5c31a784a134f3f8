/** How an incident ends: resolved, watched for an hour, all clear; or as part of another. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { changeIncident, entry, fromId, type IncidentChange, refuseIn } from './change.ts'
import { incidentAbsorbed, incidentClosed, incidentMerged, incidentRelated, incidentResolved } from './event.ts'
import { type IncidentItem, incidentIdSchema } from './incident.ts'
import { incidentInput, responders, whySchema } from './input.ts'
import { requestedCheck } from './restoration.ts'
import { isLive } from './state.ts'
import { incidentEntity } from './store.ts'

const whyInput = z.object({ ...incidentInput, why: whySchema })

/** The service is restored: by measurement, or because a person says so. The watch of an hour begins. */
export function resolution(ctx: Context, incident: IncidentItem, sentence: string, source: string): IncidentChange {
  const round = incident.restorationRound + 1
  return {
    facts: { state: 'resolved', resolvedAtMs: ctx.nowMs, restorationRound: round },
    entries: [
      entry(
        incidentResolved,
        { sentence, source },
        { startedAtMs: incident.startedAtMs, resolvedAtMs: ctx.nowMs, by: ctx.actor.id, round },
      ),
    ],
  }
}

export const requestCheck = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.request-check',
    summary: 'Have it measured whether the service is restored',
    input: whyInput,
    allowedTo: responders,
  },
  (ctx, { incidentId, why }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'request-check')
      return requestedCheck(incident, `${ctx.actor.id}: ${why}`, 'person') ?? undefined
    }),
)

export const resolve = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.resolve',
    summary: 'Say that the service is restored, without a measurement',
    input: whyInput,
    allowedTo: responders,
  },
  (ctx, { incidentId, why }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      if (incident.state === 'resolved') return undefined
      refuseIn(incident, 'resolve')
      return resolution(ctx, incident, `${ctx.actor.id} says that the service is restored: ${why}.`, 'person')
    }),
)

export function allClear(ctx: Context, sentence: string, source: string): IncidentChange {
  return {
    facts: { state: 'closed', closedAtMs: ctx.nowMs },
    entries: [entry(incidentClosed, { sentence, source }, { closedAtMs: ctx.nowMs, by: ctx.actor.id })],
  }
}

export const close = /* @__PURE__ */ defineOperation(
  { name: 'incident.close', summary: 'Give the all clear', input: whyInput, allowedTo: responders },
  (ctx, { incidentId, why }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      if (incident.state === 'closed') return undefined
      refuseIn(incident, 'close')
      return allClear(ctx, `All clear by ${ctx.actor.id}: ${why}.`, 'person')
    }),
)

export const mergeIntoItself = defineError(
  'incident.merge-into-itself',
  'input',
  'An incident cannot be merged into, or related to, itself.',
  (id: string) => ({
    message: `${id} is the incident itself.`,
    fields: [{ path: 'into', message: 'must be another incident' }],
    wayOut: 'Name another incident.',
  }),
)
export const mergeIntoEnded = defineError(
  'incident.merge-into-ended',
  'conflict',
  'An incident cannot become part of one that has ended.',
  (id: string, state: string) => ({
    message: `Incident ${id} is ${state}.`,
    fields: [{ path: 'into', message: `is ${state}` }],
    wayOut: 'Merge into an incident that is live, or relate the two.',
  }),
)

/** This one becomes part of the other, which goes on with what this one knew of the harm. Both change in one transaction. */
export const merge = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.merge',
    summary: 'Make an incident part of another one',
    input: z.object({ ...whyInput.shape, into: incidentIdSchema }),
    allowedTo: responders,
  },
  async (ctx, { incidentId, into, why }): Promise<IncidentItem> => {
    if (into === incidentId) throw mergeIntoItself(into)
    const part = await changeIncident(ctx, incidentId, async (incident) => {
      if (incident.mergedInto === into) return undefined
      refuseIn(incident, 'merge')
      const whole = await fromId(ctx, into)
      if (!isLive(whole.state)) throw mergeIntoEnded(into, whole.state)
      const sentence = `It is part of ${into} (${whole.title}): ${why}.`
      return {
        facts: { state: 'merged', mergedInto: into, closedAtMs: ctx.nowMs },
        entries: [entry(incidentMerged, { sentence, source: 'person' }, { into, by: ctx.actor.id })],
        // The other one may not end while this is decided.
        writes: [incidentEntity.checkUnchanged(whole)],
      }
    })
    await changeIncident(ctx, into, (whole) => absorbing(ctx, whole, part, why))
    return part
  },
)

function absorbing(ctx: Context, whole: IncidentItem, part: IncidentItem, why: string): IncidentChange {
  const sentence = `${part.id} (${part.title}) is part of it: ${why}.`
  return {
    facts: {
      services: [...new Set([...whole.services, ...part.services])].slice(0, 100),
      customerReports: whole.customerReports + part.customerReports,
      groups: whole.groups + part.groups,
      groupsFiring: whole.groupsFiring + part.groupsFiring,
      startedAtMs: Math.min(whole.startedAtMs, part.startedAtMs),
      detectedAtMs: Math.min(whole.detectedAtMs, part.detectedAtMs),
    },
    entries: [entry(incidentAbsorbed, { sentence, source: 'person' }, { from: part.id, by: ctx.actor.id })],
    once: `incident.absorb#${part.id}`,
  }
}

export const relate = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.relate',
    summary: 'Say that two incidents have to do with each other',
    input: z.object({ ...whyInput.shape, other: incidentIdSchema }),
    allowedTo: responders,
  },
  async (ctx, { incidentId, other, why }): Promise<IncidentItem> => {
    if (other === incidentId) throw mergeIntoItself(other)
    const related = (id: IncidentItem['id'], to: IncidentItem['id']) =>
      changeIncident(ctx, id, (incident) => {
        refuseIn(incident, 'relate')
        const sentence = `It has to do with ${to}: ${why}.`
        return {
          entries: [entry(incidentRelated, { sentence, source: 'person' }, { other: to, by: ctx.actor.id })],
          once: `incident.relate#${id}#${to}`,
        }
      })
    await related(other, incidentId)
    return related(incidentId, other)
  },
)
