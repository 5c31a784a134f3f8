/** The time as Houston has it. */
import { field } from '../../middleware/graph-handler.ts'
import { dateTime } from '../../middleware/graph-time.ts'

export const now = field(async ({ nowMs }) => dateTime(nowMs))
