/** Somebody answered a page: they have the incident, and its alerts are acknowledged. */
import * as Alert from '@houston/core/alert/surface.ts'
import { escalationAcknowledged } from '@houston/core/escalation'
import * as Incident from '@houston/core/incident/surface.ts'
import { eventHandler } from '../middleware/event-handler.ts'

export const handler = eventHandler(escalationAcknowledged, async (ctx, { data: { incidentId, by, atMs } }) => {
  const incident = await Incident.takeAcknowledgement(ctx, { incidentId, by, atMs })
  await Alert.noteAnswer(ctx, { groupId: incident?.groupId, atMs })
})
