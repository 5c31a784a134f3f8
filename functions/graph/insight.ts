/** What is seen from above and from outside, in the graph. */
import { graphHandler } from '../middleware/graph-handler.ts'
import { audit } from './insight/audit.ts'
import { leadTime } from './insight/lead-time.ts'
import { insight } from './insight/report.ts'
import { publicStatus } from './insight/status.ts'

export const handler = graphHandler({ Query: { publicStatus, leadTime, insight, audit } })
