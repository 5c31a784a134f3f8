/** What an escalation does is on the timeline of its incident. */
import { escalationExhausted, levelPaged } from '@houston/core/escalation'
import * as Incident from '@houston/core/incident/surface.ts'
import { eventsHandler } from '../middleware/event-handler.ts'

export const handler = eventsHandler<{ incidentId?: string | undefined; sentence: string }>(
  [levelPaged, escalationExhausted],
  (ctx, { time, data: { incidentId, sentence } }) =>
    Incident.takeFact(ctx, { incidentId, sentence, source: 'escalation', happenedAtMs: Date.parse(time) }),
)
