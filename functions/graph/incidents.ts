/** Incidents' part of the graph. */
import { graphHandler } from '../middleware/graph-handler.ts'
import { incident, incidents, incidentsOfService, openOfRelease, openOfService } from './incidents/incident.ts'
import { items, review, reviews } from './incidents/review.ts'
import { communicationsDue, figures, timeline } from './incidents/room.ts'

export const handler = graphHandler({
  Query: { incident, incidents, review, reviews },
  Service: { openIncidents: openOfService, incidents: incidentsOfService },
  Release: { openIncidents: openOfRelease },
  Incident: { communicationsDue, figures, timeline },
  Review: { items },
})
