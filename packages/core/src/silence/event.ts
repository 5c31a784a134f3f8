/** What happens to silences and maintenance windows. */
import * as z from 'zod'
import { defineEvent, type EventDeclaration } from '../event.ts'
import { maintenanceSchema } from './maintenance.ts'
import { silenceSchema } from './silence.ts'

const silenceShape = { silence: z.object(silenceSchema.shape) }
export const silenceSet = defineEvent('silence.set', 1, 'Somebody set or changed a silence.', silenceShape)
export const silenceExpired = defineEvent('silence.expired', 1, 'Somebody ended a silence before its time.', {
  ...silenceShape,
  by: z.string(),
})
export const maintenanceRecorded = defineEvent(
  'silence.maintenance-recorded',
  1,
  'A maintenance window was declared or changed.',
  { maintenance: maintenanceSchema },
)
export const maintenanceRemoved = defineEvent(
  'silence.maintenance-removed',
  1,
  'A maintenance window was taken away.',
  {
    name: z.string(),
    by: z.string(),
  },
)
/** After any of these, other alerts may be heard than before. */
export const mutesChanged: readonly EventDeclaration<unknown>[] = [
  silenceSet,
  silenceExpired,
  maintenanceRecorded,
  maintenanceRemoved,
]
