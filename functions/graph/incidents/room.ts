/** What an incident's room shows beside its facts: figures, what must be told, what happened. One reading of the timeline for each. */
import type { Context } from '@houston/core/context.ts'
import { figuresOf, type IncidentId } from '@houston/core/incident'
import * as Incident from '@houston/core/incident/surface.ts'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime } from '../../middleware/graph-time.ts'
import { timelineEntry } from '../../middleware/graph-timeline.ts'
import type { CommunicationDue, IncidentFigures, IncidentTimelineArgs } from '../generated/incidents.ts'

type OfIncident = { readonly id: IncidentId }

const secondsOrNull = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000))

export const figures = edge((ctx, rows: readonly Row<OfIncident>[]) =>
  Promise.all(rows.map(({ source }) => figuresFor(ctx, source.id))),
)

async function figuresFor(ctx: Context, id: IncidentId): Promise<IncidentFigures> {
  const { detectMs, acknowledgeMs, restoreMs, phases } = figuresOf(await Incident.readTimeline(ctx, id))
  return {
    detectSec: secondsOrNull(detectMs),
    acknowledgeSec: secondsOrNull(acknowledgeMs),
    restoreSec: secondsOrNull(restoreMs),
    phases: phases.map(({ name, title, atMs, tookMs, referenceMs }) => ({
      name,
      title,
      at: atMs === null ? null : dateTime(atMs),
      tookSec: secondsOrNull(tookMs),
      referenceSec: Math.round(referenceMs / 1000),
    })),
  }
}

export const communicationsDue = edge((ctx, rows: readonly Row<OfIncident>[]) =>
  Promise.all(rows.map(({ source }) => dueFor(ctx, source.id))),
)

async function dueFor(ctx: Context, id: IncidentId): Promise<CommunicationDue[]> {
  const due = await Incident.dueOf(ctx, id)
  return due.map(({ audience, dueAtMs }) => ({
    audience,
    dueAt: dateTime(dueAtMs),
    isOverdue: dueAtMs < ctx.nowMs,
  }))
}

export const timeline = edge((ctx, rows: readonly Row<OfIncident, IncidentTimelineArgs>[]) =>
  Promise.all(
    rows.map(({ source, args }) =>
      connection(args, (page) => Incident.timeline(ctx, { ...page, incidentId: source.id }), timelineEntry),
    ),
  ),
)
