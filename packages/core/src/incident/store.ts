/** Where incidents, and what leads to them, lie in the table. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { incidentIdSchema, incidentSchema } from './incident.ts'
import { isLive } from './state.ts'

/** Ended incidents are listed by their day, so that no partition grows for ever. */
const dayOf = (timeMs: number): string => isoTime(timeMs).slice(0, 10)

/** Incidents that people work on or watch, in gsi2 by time. */
export const liveIncidents = { index: 'gsi2', pk: 'incidents#live' } as const
/** Incidents that ended on a day, in gsi2 by time of opening. */
export const endedIncidents = (dayMs: number) => ({ index: 'gsi2', pk: `incidents#ended#${dayOf(dayMs)}` }) as const
/** One service's incidents, by time. */
export const incidentsOfService = (service: string) =>
  ({ index: 'gsi1', pk: `incidents#service#${service}`, skPrefix: 'inc_' }) as const

export const incidentEntity = defineEntity({
  name: 'incident',
  itemVersion: 1,
  schema: incidentSchema,
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `incident#${id}`, sk: 'incident' }),
  indexes: ({ id, service, state, closedAtMs, openedAtMs }) => ({
    gsi1: { pk: `incidents#service#${service}`, sk: id },
    gsi2: { pk: isLive(state) ? liveIncidents.pk : endedIncidents(closedAtMs ?? openedAtMs).pk, sk: id },
  }),
})

/** Which incident of a service what comes next joins: at most one. Read consistently, where an index may lag. */
export const incidentLockEntity = defineEntity({
  name: 'incident-lock',
  itemVersion: 1,
  schema: z.object({ ...revisioned, service: z.string(), incidentId: incidentIdSchema.optional() }),
  keyFields: ['service'],
  key: ({ service }) => ({ pk: `service#${service}`, sk: 'incident-lock' }),
})

export const linkKinds = ['group', 'external-status'] as const

/** From what led to an incident to it. */
export const incidentLinkEntity = defineEntity({
  name: 'incident-link',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    kind: z.enum(linkKinds),
    name: z.string(),
    incidentId: incidentIdSchema,
    /** What led here has ended: said once, however often its end is told. */
    isOver: z.boolean(),
  }),
  keyFields: ['kind', 'name'],
  key: ({ kind, name }) => ({ pk: `incident-link#${kind}#${name}`, sk: 'incident-link' }),
})

/** Which audiences were told when, and how often somebody was reminded: read by the machine of communications. */
export const communicationEntity = defineEntity({
  name: 'communication',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    incidentId: incidentIdSchema,
    audience: z.string(),
    toldAtMs: z.int().optional(),
    /** The instant the last reminder was about, and the next level. */
    remindedDueAtMs: z.int().optional(),
    reminders: z.int().nonnegative(),
  }),
  keyFields: ['incidentId', 'audience'],
  key: ({ incidentId, audience }) => ({ pk: `incident#${incidentId}`, sk: `communication#${audience}` }),
})
/** What every audience of an incident was told. */
export const communicationsOf = (incidentId: string) => ({ pk: `incident#${incidentId}`, skPrefix: 'communication#' })
