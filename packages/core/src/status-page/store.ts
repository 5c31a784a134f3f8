/** Where the public status page lies in the table: its head, what the public may know of incidents, and who subscribed. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { incidentIdSchema } from '../incident/index.ts'
import { statusPageSchema } from './page.ts'
import { spanSchema } from './span.ts'
import { publicStates } from './standing.ts'
import { subscriberSchema } from './subscriber.ts'

export const statusPageEntity = defineEntity({
  name: 'status-page',
  itemVersion: 1,
  schema: z.object({ ...statusPageSchema.shape, ...revisioned }),
  keyFields: [],
  key: () => ({ pk: 'status-page', sk: 'status-page' }),
})

const monthOf = (timeMs: number): string => isoTime(timeMs).slice(0, 7)

/** What goes on, the oldest first. */
export const liveStatusIncidents = { index: 'gsi1', pk: 'status-incidents#live' } as const
/** What began in a month and is over, the oldest first. */
export const pastStatusIncidents = (monthMs: number) =>
  ({ index: 'gsi1', pk: `status-incidents#${monthOf(monthMs)}` }) as const

/** An incident as far as it touches anybody outside: for how long which service was how bad, and whether the public was told. */
export const statusIncidentEntity = defineEntity({
  name: 'status-incident',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    incidentId: incidentIdSchema,
    service: z.string(),
    services: z.array(z.string()),
    state: z.enum(publicStates),
    /** As somebody put it for the public. */
    title: z.string().optional(),
    /** How many updates the public was told. */
    updates: z.int().nonnegative(),
    startedAtMs: z.int(),
    toldAtMs: z.int().optional(),
    monitoringAtMs: z.int().optional(),
    resolvedAtMs: z.int().optional(),
    changedAtMs: z.int(),
    spans: z.array(spanSchema),
  }),
  keyFields: ['incidentId'],
  key: ({ incidentId }) => ({ pk: `status-incident#${incidentId}`, sk: 'status-incident' }),
  indexes: ({ incidentId, state, startedAtMs }) => ({
    gsi1: {
      pk: state === 'resolved' ? pastStatusIncidents(startedAtMs).pk : liveStatusIncidents.pk,
      sk: `${isoTime(startedAtMs)}#${incidentId}`,
    },
  }),
})
export type StatusIncident = ReturnType<typeof statusIncidentEntity.read>

/** What the public was told of an incident, once each: its place is the place of the event on the timeline. */
export const statusUpdateEntity = defineEntity({
  name: 'status-update',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    incidentId: incidentIdSchema,
    number: z.int().positive(),
    state: z.enum(publicStates),
    text: z.string(),
    atMs: z.int(),
  }),
  keyFields: ['incidentId', 'number'],
  key: ({ incidentId, number }) => ({
    pk: `status-incident#${incidentId}`,
    sk: `update#${String(number).padStart(9, '0')}`,
  }),
})
export type StatusUpdate = ReturnType<typeof statusUpdateEntity.read>
/** What the public was told of one incident, in order. */
export const updatesOf = (incidentId: string) => ({ pk: `status-incident#${incidentId}`, skPrefix: 'update#' })

/** Subscribers that confirmed, by id. */
export const activeSubscribers = { index: 'gsi1', pk: 'status-subscribers' } as const

export const subscriberEntity = defineEntity({
  name: 'subscriber',
  itemVersion: 1,
  schema: z.object({ ...subscriberSchema.shape, ...revisioned }),
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `subscriber#${id}`, sk: 'subscriber' }),
  indexes: ({ id, confirmedAtMs }) =>
    confirmedAtMs === undefined ? {} : { gsi1: { pk: activeSubscribers.pk, sk: id } },
  expiresAtSec: ({ confirmedAtMs, forgottenAtMs }) =>
    confirmedAtMs === undefined ? Math.ceil(forgottenAtMs / 1_000) : undefined,
})

/** How many new addresses came in an hour. */
export const subscriptionHourEntity = defineEntity({
  name: 'subscription-hour',
  itemVersion: 1,
  schema: z.object({ ...revisioned, hour: z.string(), count: z.int() }),
  keyFields: ['hour'],
  key: ({ hour }) => ({ pk: `subscription-hour#${hour}`, sk: 'subscription-hour' }),
  expiresAtSec: ({ hour }) => Math.ceil(Date.parse(`${hour}:00:00Z`) / 1_000) + 2 * 86_400,
})
