/** Alerts' part of the graph. */
import { graphHandler } from '../middleware/graph-handler.ts'
import { alerts } from './alerts/alert.ts'
import { chart, group, groupOfIncident, groups, openOfRelease, openOfService, timeline } from './alerts/group.ts'

export const handler = graphHandler({
  Query: { group, groups, alerts },
  Service: { openGroups: openOfService },
  Release: { openGroups: openOfRelease },
  Incident: { group: groupOfIncident },
  AlertGroup: { chart, timeline },
})
