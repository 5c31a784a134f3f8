/** Reading incidents: for people, the gate and the console. */
import * as z from 'zod'
import { listEvents } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { defineError } from '../error.ts'
import type { DomainEvent } from '../event.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { type ChainVerdict, verifyChain } from './chain.ts'
import { fromId } from './change.ts'
import type { IncidentId, IncidentItem } from './incident.ts'
import { incidentInput, readers } from './input.ts'
import { incidentLimits } from './limits.ts'
import { type Figures, figuresOf } from './phase.ts'
import { activeStates, incidentStates } from './state.ts'
import { endedIncidents, incidentEntity, incidentsOfService, liveIncidents } from './store.ts'

/** Incidents whose harm goes on; of one service, also those that only reach it, where one is named. */
export async function listActive(ctx: Context, service?: string): Promise<readonly IncidentItem[]> {
  const live = await listLive(ctx)
  return live.filter(
    (incident) =>
      activeStates.includes(incident.state) &&
      (service === undefined || incident.service === service || incident.services.includes(service)),
  )
}

/** Everything that people work on or watch. */
export const listLive = (ctx: Context): Promise<readonly IncidentItem[]> =>
  incidentEntity.queryAll(ctx.store, { ...liveIncidents, limit: incidentLimits.liveIncidents.value })

export const timelineTooLong = defineError(
  'incident.timeline-too-long',
  'limit',
  'A timeline has more events than are read at once.',
  (id: string) => ({
    message: `The timeline of ${id} has more than ${incidentLimits.timelineEvents.value} events.`,
    wayOut: 'Read it by pages with incident.timeline.',
  }),
)

/** The whole timeline in order. */
export async function readTimeline(ctx: Context, id: IncidentId): Promise<readonly DomainEvent[]> {
  const events: DomainEvent[] = []
  let cursor: string | undefined
  do {
    const page: Page<DomainEvent> = await listEvents(ctx, 'incident', id, cursor)
    events.push(...page.items)
    cursor = page.cursor
    if (events.length > incidentLimits.timelineEvents.value) throw timelineTooLong(id)
  } while (cursor !== undefined)
  return events
}

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.get',
    summary: 'One incident with its figures',
    input: z.object(incidentInput),
    allowedTo: readers,
  },
  async (ctx, { incidentId }): Promise<{ incident: IncidentItem; figures: Figures }> => ({
    incident: await fromId(ctx, incidentId),
    figures: figuresOf(await readTimeline(ctx, incidentId)),
  }),
)

const listInput = z.object({
  /** Of one service, the newest first; without it, those that are live. */
  service: z.string().optional(),
  /** Of the live ones, those in this state. */
  state: z.enum(incidentStates).optional(),
  /** Those that ended on the day of this time, instead of the live ones. */
  endedOnMs: z.int().optional(),
  cursor: z.string().optional(),
  limit: z.int().min(1).max(limits.queryPageItems.value).default(50),
})

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.list',
    summary: 'Incidents that are live, of a day, or of one service',
    input: listInput,
    allowedTo: readers,
  },
  async (ctx, { service, state, endedOnMs, cursor, limit }): Promise<Page<IncidentItem>> => {
    const key =
      service !== undefined
        ? incidentsOfService(service)
        : endedOnMs === undefined
          ? liveIncidents
          : endedIncidents(endedOnMs)
    const page = await incidentEntity.query(ctx.store, {
      ...key,
      limit,
      newestFirst: true,
      ...(cursor !== undefined && { cursor }),
    })
    return state === undefined ? page : { ...page, items: page.items.filter((item) => item.state === state) }
  },
)

export const timeline = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.timeline',
    summary: 'What happened in an incident, in the order of writing',
    input: z.object({
      ...incidentInput,
      cursor: z.string().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(limits.queryPageItems.value),
    }),
    allowedTo: readers,
  },
  (ctx, { incidentId, cursor, limit }): Promise<Page<DomainEvent>> =>
    listEvents(ctx, 'incident', incidentId, cursor, limit),
)

export const verify = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.verify',
    summary: 'Check that nothing of a timeline was changed, lost or slipped in',
    input: z.object(incidentInput),
    allowedTo: readers,
  },
  async (ctx, { incidentId }): Promise<ChainVerdict> => {
    // The head first: what is written meanwhile makes the timeline longer than it, never shorter.
    const { sequence, headHash } = await fromId(ctx, incidentId)
    const events = await readTimeline(ctx, incidentId)
    return verifyChain(events.slice(0, sequence), { sequence, headHash })
  },
)
