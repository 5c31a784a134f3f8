/** What people do with an incident: declare it, have it, take roles, judge it, say what happens. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { severitySchema } from '../severity.ts'
import { changeIncident, changeKnown, type Entry, entry, ofAnIncident, onceFor, refuseIn } from './change.ts'
import { incidentAssessed, incidentCauseIdentified, incidentNoted, incidentWarRoomOpened } from './event.ts'
import { type IncidentItem, impactSchema, incidentRoleSchema } from './incident.ts'
import { incidentInput, responders, whySchema } from './input.ts'
import { type Opened, openOrJoin, raisedSeverity, severityEntry } from './open.ts'
import { acknowledgement, assigned } from './role.ts'
import { isLive } from './state.ts'

const text = z.string().trim().min(1, 'say it in a few words').max(4_000)
const person = z.string().trim().min(1).max(256)

export const declare = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.declare',
    summary: 'Declare an incident by hand, or add customer reports to the one that is open',
    input: z.object({
      service: nameSchema,
      title: z.string().trim().min(1, 'say what is wrong, in a few words').max(300),
      /** Absent: decided by what is known. */
      severity: severitySchema.optional(),
      customerReports: z.int().min(0).max(1_000_000).default(0),
      impact: impactSchema.prefault({}),
      /** When it began, where that is known. */
      startedAtMs: z.int().nonnegative().optional(),
      /** An incident of its own, although one of the service is open. */
      separate: z.boolean().default(false),
    }),
    allowedTo: responders,
  },
  (ctx, { service, title, severity, customerReports, impact, startedAtMs, separate }): Promise<Opened> =>
    openOrJoin(ctx, {
      service,
      services: [service],
      title,
      openedBy: 'person',
      ...(severity !== undefined && { pinned: severity }),
      impact,
      customerReports,
      startedAtMs: startedAtMs ?? ctx.nowMs,
      detectedAtMs: ctx.nowMs,
      source: ctx.actor.id,
      separate,
    }),
)

export const assign = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.assign',
    summary: 'Give a role to a person, or hand it over',
    input: z.object({ ...incidentInput, role: incidentRoleSchema, person, why: whySchema }),
    allowedTo: responders,
  },
  (ctx, { incidentId, role, person: who, why }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'assign')
      const given = assigned(ctx, incident, role, who, { source: 'person', why })
      return given && { facts: given.facts, entries: [given.event] }
    }),
)

export const acknowledge = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.acknowledge',
    summary: 'Say that you have it, or still have it',
    input: z.object(incidentInput),
    allowedTo: responders,
  },
  (ctx, { incidentId }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'acknowledge')
      return acknowledgement(ctx, incident, { who: ctx.actor.id, source: 'person', atMs: ctx.nowMs, isAgain: true })
    }),
)

/** A page was answered. Later than the incident's end it is only late, not wrong. */
export const takeAcknowledgement = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.take-acknowledgement',
    summary: 'Take the acknowledgement of a page',
    input: z.object({ ...ofAnIncident, by: person, atMs: z.int() }),
    allowedTo: [],
  },
  (ctx, { incidentId, by, atMs }): Promise<IncidentItem | undefined> =>
    changeKnown(ctx, incidentId, async (incident) => {
      if (!isLive(incident.state)) return undefined
      const answer = { who: by, source: 'escalation', atMs: Math.min(atMs, ctx.nowMs), isAgain: false }
      const change = await acknowledgement(ctx, incident, answer)
      return change && { ...change, ...onceFor(ctx, 'incident.take-acknowledgement') }
    }),
)

export const setSeverity = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.set-severity',
    summary: 'Set the severity; no rule changes it after that',
    input: z.object({ ...incidentInput, severity: severitySchema, why: whySchema }),
    allowedTo: responders,
  },
  (ctx, { incidentId, severity, why }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'change-severity')
      if (incident.severity === severity)
        return incident.severityPinned
          ? undefined
          : { facts: { severityPinned: true }, entries: [pinned(ctx, severity, why)] }
      const event = severityEntry(
        incident.severity,
        { severity, reason: 'person', sentence: why },
        'person',
        ctx.actor.id,
      )
      return { facts: { severity, severityPinned: true }, entries: [event] }
    }),
)

const pinned = (ctx: Context, severity: string, why: string): Entry =>
  entry(
    incidentNoted,
    { sentence: `It stays ${severity}, whatever the alerts say: ${why}.`, source: 'person' },
    { kind: 'decision', by: ctx.actor.id },
  )

/** What is known of the harm; the severity follows, upwards only. */
export const stateImpact = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.state-impact',
    summary: 'Say what is known of the harm, and count customer reports',
    input: z.object({
      ...incidentInput,
      impact: impactSchema.prefault({}),
      customerReports: z.int().min(0).max(1_000_000).default(0),
    }),
    allowedTo: responders,
  },
  (ctx, { incidentId, impact: stated, customerReports: more }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'change-severity')
      const impact = { ...incident.impact, ...stated }
      const customerReports = incident.customerReports + more
      const raised = raisedSeverity({ ...incident, impact, customerReports }, {})
      const sentence = `${JSON.stringify(impact)}, ${customerReports} customer reports.`
      return {
        facts: { impact, customerReports, ...(raised !== undefined && { severity: raised.severity }) },
        entries: [
          entry(
            incidentNoted,
            { sentence: `Impact: ${sentence}`, source: 'person' },
            { kind: 'fact', by: ctx.actor.id },
          ),
          ...(raised === undefined ? [] : [severityEntry(incident.severity, raised, 'impact', ctx.actor.id)]),
        ],
      }
    }),
)

export const openWarRoom = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.open-war-room',
    summary: 'Say where people meet: a chat channel and a bridge',
    input: z
      .object({
        ...incidentInput,
        channel: z.string().trim().min(1).max(200).optional(),
        bridge: z.url({ protocol: /^https$/ }).optional(),
      })
      .refine(({ channel, bridge }) => channel !== undefined || bridge !== undefined, 'needs a channel or a bridge'),
    allowedTo: responders,
  },
  (ctx, { incidentId, channel, bridge }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'open-war-room')
      const places = { ...(channel !== undefined && { channel }), ...(bridge !== undefined && { bridge }) }
      const sentence = `People meet at ${[channel, bridge].filter((place) => place !== undefined).join(' and ')}.`
      return {
        facts: places,
        entries: [entry(incidentWarRoomOpened, { sentence, source: 'person' }, { ...places, by: ctx.actor.id })],
      }
    }),
)

/** A line of the log: a note, or a decision with what was decided. By the clock of whoever says when it happened. */
export const note = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.note',
    summary: 'Write a note or a decision into the log',
    input: z.object({
      ...incidentInput,
      kind: z.enum(['note', 'decision']).default('note'),
      text,
      happenedAtMs: z.int().nonnegative().optional(),
    }),
    allowedTo: responders,
  },
  (ctx, { incidentId, kind, text: sentence, happenedAtMs }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'note')
      const said = { sentence, source: 'person', happenedAtMs: Math.min(happenedAtMs ?? ctx.nowMs, ctx.nowMs) }
      return { entries: [entry(incidentNoted, said, { kind, by: ctx.actor.id })] }
    }),
)

export const assess = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.assess',
    summary: 'Say a first judgement',
    input: z.object({ ...incidentInput, text }),
    allowedTo: responders,
  },
  (ctx, { incidentId, text: sentence }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'assess')
      return {
        facts: { isAssessed: true },
        entries: [entry(incidentAssessed, { sentence, source: 'person' }, { by: ctx.actor.id })],
      }
    }),
)

export const identifyCause = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.identify-cause',
    summary: 'Say the root cause',
    input: z.object({ ...incidentInput, text }),
    allowedTo: responders,
  },
  (ctx, { incidentId, text: sentence }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'identify-cause')
      return { entries: [entry(incidentCauseIdentified, { sentence, source: 'person' }, { by: ctx.actor.id })] }
    }),
)
