/** The catalog's part of the graph. */
import { graphHandler } from '../middleware/graph-handler.ts'
import { now } from './catalog/clock.ts'
import { objectives } from './catalog/objective.ts'
import { dependencies, hitServices, service, serviceOf, services } from './catalog/service.ts'

export const handler = graphHandler({
  Query: { now, service, services },
  Service: { dependencies, objectives },
  Release: { service: serviceOf },
  Incident: { service: serviceOf },
  Blast: { services: hitServices },
})
