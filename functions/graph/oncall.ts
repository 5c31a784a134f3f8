/** On-call's part of the graph. */
import { graphHandler } from '../middleware/graph-handler.ts'
import { onCallOfOwner, onCallOfSchedule } from './oncall/duty.ts'
import { calendar, schedule, schedules } from './oncall/schedule.ts'

export const handler = graphHandler({
  Query: { schedule, schedules },
  Service: { onCall: onCallOfOwner },
  Incident: { onCall: onCallOfOwner },
  Schedule: { onCall: onCallOfSchedule, calendar },
})
